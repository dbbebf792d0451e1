//! A small network of rectified linear units.

/// Inputs are cut off this many standard deviations from their mean.
pub const CUT: f32 = 6.0;

/// One layer: `outputs = inputs * weights + bias`. Weights are stored input by input.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// `inputs * outputs` weights; those of one input stand together.
    pub weights: Vec<f32>,
    /// One value an output.
    pub bias: Vec<f32>,
}

/// Inputs taken together, so that the sums are loaded and stored once for all of them.
const BLOCK: usize = 4;

impl Layer {
    fn apply(&self, inputs: &[f32], out: &mut Vec<f32>) {
        out.clear();
        out.extend_from_slice(&self.bias);
        let outputs = self.bias.len();
        let blocks = inputs.chunks_exact(BLOCK);
        let rest = blocks.remainder();
        let (blocked, single) = self.weights.split_at((inputs.len() - rest.len()) * outputs);
        for (x, weights) in blocks.zip(blocked.chunks_exact(BLOCK * outputs)) {
            let (ab, cd) = weights.split_at(2 * outputs);
            let ((a, b), (c, d)) = (ab.split_at(outputs), cd.split_at(outputs));
            let pairs = a.iter().zip(b).zip(c.iter().zip(d));
            for (out, ((a, b), (c, d))) in out.iter_mut().zip(pairs) {
                *out += x[0] * a + x[1] * b + x[2] * c + x[3] * d;
            }
        }
        for (&input, weights) in rest.iter().zip(single.chunks_exact(outputs)) {
            out.iter_mut().zip(weights).for_each(|(out, weight)| *out += input * weight);
        }
    }
}

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

/// Buffers of [`Network::score`], reused from row to row.
#[derive(Debug, Default)]
pub struct Scratch {
    inputs: Vec<f32>,
    first: Vec<f32>,
    second: Vec<f32>,
    output: Vec<f32>,
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
    /// The score of one row of inputs, in log-odds.
    pub fn score(&self, inputs: &[f32], scratch: &mut Scratch) -> f32 {
        let Scratch { inputs: standard, first, second, output } = scratch;
        standard.clear();
        standard.extend(self.standardised(inputs));
        self.layers[0].apply(standard, first);
        rectify(first);
        self.layers[1].apply(first, second);
        rectify(second);
        self.layers[2].apply(second, output);
        output.first().copied().unwrap_or(0.0)
    }

    fn standardised<'i>(&'i self, inputs: &'i [f32]) -> impl Iterator<Item = f32> + 'i {
        let deviations = self.mean.iter().zip(&self.inverse_deviation);
        inputs.iter().zip(deviations).map(|(x, (mean, inverse))| ((x - mean) * inverse).clamp(-CUT, CUT))
    }

    /// What each input contributes. Around any input the network is linear, so input times slope is exact.
    pub fn contributions(&self, inputs: &[f32]) -> Contributions {
        let mut scratch = Scratch::default();
        let score = self.score(inputs, &mut scratch);
        let slopes = self.slopes(&scratch);
        let values = inputs.to_vec();
        let inputs: Vec<f32> = scratch.inputs.iter().zip(slopes).map(|(x, slope)| x * slope).collect();
        let rest = score - inputs.iter().sum::<f32>();
        Contributions { score, inputs, values, deviations: scratch.inputs, rest }
    }

    /// Slope of the score in each standardised input, for the units that are on.
    fn slopes(&self, scratch: &Scratch) -> Vec<f32> {
        let back = |layer: &Layer, above: &[f32], on: &[f32]| -> Vec<f32> {
            let outputs = layer.weights.chunks_exact(layer.bias.len());
            let slope = |(weights, &on): (&[f32], &f32)| {
                if on > 0.0 { weights.iter().zip(above).map(|(w, a)| w * a).sum() } else { 0.0 }
            };
            outputs.zip(on).map(slope).collect()
        };
        let second = back(&self.layers[2], &[1.0], &scratch.second);
        let first = back(&self.layers[1], &second, &scratch.first);
        let all_on = vec![1.0; self.mean.len()];
        back(&self.layers[0], &first, &all_on)
    }
}

fn rectify(values: &mut [f32]) {
    values.iter_mut().for_each(|value| *value = value.max(0.0));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(inputs: usize, outputs: usize, seed: usize) -> Layer {
        let value = |i: usize| ((i * 7 + seed * 3) % 11) as f32 / 11.0 - 0.45;
        Layer { weights: (0..inputs * outputs).map(value).collect(), bias: (0..outputs).map(value).collect() }
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
