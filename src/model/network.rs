//! A small network of rectified linear units.

pub use super::layer::Layer;
use super::layer::{ROWS, Row, WIDEST};
use super::simd::{self, Work};

/// Inputs are cut off this many standard deviations from their mean.
pub const CUT: f32 = 6.0;

/// Layers with rectified linear units between them; the last has one output, the score in log-odds.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// Mean of each input over the training lines.
    pub mean: Vec<f32>,
    /// One over its standard deviation.
    pub inverse_deviation: Vec<f32>,
    /// Two hidden layers and the output.
    pub layers: [Layer; 3],
}

/// Rows taken through all layers together: their values stay near the processor.
const BLOCK: usize = 4 * ROWS;

/// Buffers of [`Network::score`], reused from row to row.
#[derive(Debug, Default)]
pub struct Scratch {
    inputs: Vec<Row>,
    first: Vec<Row>,
    second: Vec<Row>,
    output: Vec<Row>,
}

/// A score and what each input contributes to it: the contributions and the rest add up to the score.
#[derive(Debug, Clone, PartialEq)]
pub struct Contributions {
    /// The score, in log-odds.
    pub score: f32,
    /// One value an input, in log-odds.
    pub inputs: Vec<f32>,
    /// The inputs themselves, and as standard deviations from their means, as far as these are not cut off.
    pub values: Vec<f32>,
    /// See `values`.
    pub deviations: Vec<f32>,
    /// What is there without any input, in log-odds.
    pub rest: f32,
}

impl Network {
    /// The score of every row of `inputs`, in log-odds; a row holds as many inputs as there are means.
    pub fn scores(&self, inputs: &[f32]) -> Vec<f32> {
        let mut scratch = Scratch::default();
        let mut scores = Vec::with_capacity(inputs.len() / self.mean.len());
        for block in inputs.chunks(BLOCK * self.mean.len()) {
            self.apply(block, &mut scratch);
            scores.extend(scratch.output.iter().map(|row| row[0]));
        }
        scores
    }

    /// The score of one row of inputs, in log-odds.
    pub fn score(&self, inputs: &[f32], scratch: &mut Scratch) -> f32 {
        self.apply(inputs, scratch);
        scratch.output.first().map_or(0.0, |row| row[0])
    }

    fn apply(&self, rows: &[f32], scratch: &mut Scratch) {
        simd::run(Pass { network: self, rows, scratch });
    }

    /// The inputs of all rows as standard deviations from their means, as far as these are not cut off.
    #[inline(always)]
    fn standardise(&self, rows: &[f32], out: &mut Vec<Row>) {
        let width = self.mean.len();
        out.resize(rows.len() / width, [0.0; WIDEST]);
        for (row, out) in rows.chunks_exact(width).zip(out) {
            let deviations = self.mean.iter().zip(&self.inverse_deviation);
            for ((out, x), (mean, inverse)) in out.iter_mut().zip(row).zip(deviations) {
                *out = ((x - mean) * inverse).clamp(-CUT, CUT);
            }
        }
    }

    /// What each input contributes. Around any input the network is linear, so input times slope is exact.
    pub fn contributions(&self, inputs: &[f32]) -> Contributions {
        let mut scratch = Scratch::default();
        let score = self.score(inputs, &mut scratch);
        let slopes = self.slopes(&scratch);
        let values = inputs.to_vec();
        let deviations = scratch.inputs.first().map_or(&[][..], |row| &row[..values.len()]).to_vec();
        let inputs: Vec<f32> = deviations.iter().zip(slopes).map(|(x, slope)| x * slope).collect();
        let rest = score - inputs.iter().sum::<f32>();
        Contributions { score, inputs, values, deviations, rest }
    }

    /// Slope of the score in each standardised input, for the units that are on.
    fn slopes(&self, scratch: &Scratch) -> Vec<f32> {
        let back = |layer: &Layer, above: &[f32], on: &Row| -> Vec<f32> {
            let outputs = layer.weights.chunks_exact(layer.bias.len());
            let slope = |(weights, &on): (&[f32], &f32)| {
                if on > 0.0 { weights.iter().zip(above).map(|(w, a)| w * a).sum() } else { 0.0 }
            };
            outputs.zip(on).map(slope).collect()
        };
        let on = |rows: &[Row]| rows.first().copied().unwrap_or([0.0; WIDEST]);
        let second = back(&self.layers[2], &[1.0], &on(&scratch.second));
        let first = back(&self.layers[1], &second, &on(&scratch.first));
        back(&self.layers[0], &first, &[1.0; WIDEST])
    }
}

/// Rows on their way through all layers.
struct Pass<'p> {
    network: &'p Network,
    rows: &'p [f32],
    scratch: &'p mut Scratch,
}

impl Work for Pass<'_> {
    #[inline(always)]
    fn run(self, fused: impl Fn(f32, f32, f32) -> f32 + Copy) {
        let Scratch { inputs, first, second, output } = self.scratch;
        let [from_inputs, from_first, from_second] = &self.network.layers;
        self.network.standardise(self.rows, inputs);
        from_inputs.apply(fused, inputs, first);
        rectify(first, from_first);
        from_first.apply(fused, first, second);
        rectify(second, from_second);
        from_second.apply(fused, second, output);
    }
}

/// Cuts off what is below zero of the values that the next layer reads.
#[inline(always)]
fn rectify(rows: &mut [Row], next: &Layer) {
    for row in rows {
        row[..next.width()].iter_mut().for_each(|value| *value = value.max(0.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(inputs: usize, outputs: usize, seed: usize) -> Layer {
        let value = |i: usize| ((i * 7 + seed * 3) % 11) as f32 / 11.0 - 0.45;
        Layer { weights: (0..inputs * outputs).map(value).collect(), bias: (0..outputs).map(value).collect() }
    }

    #[test]
    fn rows_hold_all_inputs() {
        assert!(crate::features::context::width() <= WIDEST);
        const { assert!(crate::model::HIDDEN[0] <= WIDEST && crate::model::HIDDEN[1] <= WIDEST) }
    }

    #[test]
    fn contributions_add_up_to_the_score() {
        let layers = [layer(5, 8, 1), layer(8, 4, 2), layer(4, 1, 3)];
        let network = Network { mean: vec![0.3; 5], inverse_deviation: vec![2.0; 5], layers };
        for seed in 0..50 {
            let inputs: Vec<f32> = (0..5).map(|i| ((i * 13 + seed * 5) % 17) as f32 / 5.0 - 1.0).collect();
            let parts = network.contributions(&inputs);
            let sum = parts.rest + parts.inputs.iter().sum::<f32>();
            assert!((sum - network.score(&inputs, &mut Scratch::default())).abs() < 1e-4);
            let zero: Vec<f32> = vec![0.3; 5];
            let near = zero.iter().zip(&inputs).map(|(z, x)| z + (x - z) * 1.0).collect::<Vec<_>>();
            assert_eq!(network.contributions(&near).score, parts.score);
        }
    }
}
