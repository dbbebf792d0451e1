//! Fits a [`Network`] by AdamW with a one-cycle schedule, dropout, and batches whose parts are summed in a fixed
//! order, so that any number of threads gives the same weights.

use rayon::prelude::*;

use super::random::Random;
use crate::model::HIDDEN;
use crate::model::network::{Layer, Network, Scratch};

const BATCH: usize = 4096;
/// Rows of a batch that one thread takes at a time.
const PART: usize = 256;
const RATE: f32 = 3e-3;
const DECAY: f32 = 1e-3;
/// Share of the steps in which the rate rises.
const WARM: f32 = 0.1;
/// Share of a label that the teacher decides.
const TAUGHT: f32 = 0.4;
const DROP_INPUT: f32 = 0.05;
const DROP_HIDDEN: f32 = 0.1;

/// Rows to learn from: standardised inputs, one after the other.
pub(super) struct Rows {
    pub(super) width: usize,
    pub(super) inputs: Vec<f32>,
    pub(super) labels: Vec<f32>,
    pub(super) weights: Vec<f32>,
    /// Which part of the sites each row is from.
    pub(super) parts: Vec<u8>,
}

impl Rows {
    /// Softens each label by what a network says that has seen no site of the row's part.
    ///
    /// Main texts leave out what readers would keep and the other way round; where pages of other sites contradict a
    /// label it counts less (Hinton, Vinyals and Dean, 2015, with the teacher kept out of its own part).
    pub(super) fn soften(&mut self, parts: u8, epochs: usize) {
        let teachers: Vec<Network> = (0..parts)
            .map(|part| {
                let standard = (vec![0.0; self.width], vec![1.0; self.width]);
                fit(self, |row| self.parts[row] != part, standard, epochs, u64::from(part))
            })
            .collect();
        let taught = |(row, inputs): (usize, &[f32]), scratch: &mut Scratch| {
            let score = teachers[usize::from(self.parts[row])].score(inputs, scratch);
            let told = 1.0 / (1.0 + (-score).exp());
            self.labels[row] + TAUGHT * (told - self.labels[row])
        };
        self.labels = self
            .inputs
            .par_chunks_exact(self.width)
            .enumerate()
            .map_init(Scratch::default, |scratch, row| taught(row, scratch))
            .collect();
    }
}

/// All weights in one slice: first, second, output layer, each its weights input by input, then its bias.
struct Shape {
    sizes: [usize; 4],
}

impl Shape {
    fn new(width: usize) -> Self {
        Shape { sizes: [width, HIDDEN[0], HIDDEN[1], 1] }
    }

    fn layer(&self, index: usize) -> std::ops::Range<usize> {
        let size = |i: usize| (self.sizes[i] + 1) * self.sizes[i + 1];
        let start: usize = (0..index).map(size).sum();
        start..start + size(index)
    }

    fn total(&self) -> usize {
        self.layer(2).end
    }

    /// He's initialisation.
    fn start(&self, random: &mut Random) -> Vec<f32> {
        let mut values = vec![0.0; self.total()];
        for index in 0..3 {
            let range = self.layer(index);
            let spread = (6.0 / self.sizes[index] as f32).sqrt();
            let weights = range.start..range.end - self.sizes[index + 1];
            values[weights].iter_mut().for_each(|w| *w = (random.unit() * 2.0 - 1.0) * spread);
        }
        values
    }
}

/// Learns from the `chosen` rows in so many `epochs`; `mean` and `inverse_deviation` are what the inputs were
/// standardised with.
pub(super) fn fit(
    rows: &Rows,
    chosen: impl Fn(usize) -> bool,
    (mean, inverse_deviation): (Vec<f32>, Vec<f32>),
    epochs: usize,
    seed: u64,
) -> Network {
    let shape = Shape::new(rows.width);
    let mut random = Random::new(seed);
    let mut values = shape.start(&mut random);
    let mut order: Vec<u32> = (0..rows.labels.len() as u32)
        .filter(|&row| rows.weights[row as usize] > 0.0 && chosen(row as usize))
        .collect();
    let total: f64 = order.iter().map(|&row| f64::from(rows.weights[row as usize])).sum();
    let scale = (order.len() as f64 / total.max(1e-9)) as f32;
    let mut adam = Adam::new(values.len(), epochs * order.len().div_ceil(BATCH));
    for _ in 0..epochs {
        random.shuffle(&mut order);
        for batch in order.chunks(BATCH) {
            let seed = random.bits();
            let slopes = batch_slopes(rows, &shape, &values, batch, scale, seed);
            adam.step(&mut values, &slopes);
        }
    }
    let layer = |index: usize| {
        let (weights, bias) = split(&values, &shape, index);
        Layer { weights: weights.to_vec(), bias: bias.to_vec() }
    };
    Network { mean, inverse_deviation, layers: [layer(0), layer(1), layer(2)] }
}

fn split<'v>(values: &'v [f32], shape: &Shape, index: usize) -> (&'v [f32], &'v [f32]) {
    let range = shape.layer(index);
    values[range.clone()].split_at(range.len() - shape.sizes[index + 1])
}

/// Mean slopes of the loss over a batch.
fn batch_slopes(
    rows: &Rows,
    shape: &Shape,
    values: &[f32],
    batch: &[u32],
    scale: f32,
    seed: u64,
) -> Vec<f32> {
    let part = |(index, part): (usize, &[u32])| {
        let mut pass = Pass::new(shape, values, Random::new(seed ^ (index as u64) << 40));
        part.iter().for_each(|&row| pass.add(rows, row as usize, scale));
        pass.slopes
    };
    let parts: Vec<Vec<f32>> = batch.par_chunks(PART).enumerate().map(part).collect();
    let mut sum = vec![0.0; values.len()];
    for part in &parts {
        sum.iter_mut().zip(part).for_each(|(s, p)| *s += p);
    }
    let share = 1.0 / batch.len() as f32;
    sum.iter_mut().for_each(|s| *s *= share);
    sum
}

/// Forward and back through the network, row by row.
struct Pass<'v> {
    shape: &'v Shape,
    layers: [(&'v [f32], &'v [f32]); 3],
    slopes: Vec<f32>,
    random: Random,
    input: Vec<f32>,
    first: Vec<f32>,
    second: Vec<f32>,
    first_slope: Vec<f32>,
    second_slope: Vec<f32>,
}

impl<'v> Pass<'v> {
    fn new(shape: &'v Shape, values: &'v [f32], random: Random) -> Self {
        let zeros = |n: usize| vec![0.0; n];
        Pass {
            shape,
            layers: [0, 1, 2].map(|index| split(values, shape, index)),
            slopes: zeros(values.len()),
            random,
            input: zeros(shape.sizes[0]),
            first: zeros(HIDDEN[0]),
            second: zeros(HIDDEN[1]),
            first_slope: zeros(HIDDEN[0]),
            second_slope: zeros(HIDDEN[1]),
        }
    }

    fn add(&mut self, rows: &Rows, row: usize, scale: f32) {
        self.input.copy_from_slice(&rows.inputs[row * rows.width..(row + 1) * rows.width]);
        drop_out(&mut self.input, DROP_INPUT, &mut self.random);
        forward(self.layers[0], &self.input, &mut self.first);
        rectify(&mut self.first);
        drop_out(&mut self.first, DROP_HIDDEN, &mut self.random);
        forward(self.layers[1], &self.first, &mut self.second);
        rectify(&mut self.second);
        drop_out(&mut self.second, DROP_HIDDEN, &mut self.random);
        let mut score = [0.0];
        forward(self.layers[2], &self.second, &mut score);
        let slope = (1.0 / (1.0 + (-score[0]).exp()) - rows.labels[row]) * rows.weights[row] * scale;
        let (head, output) = self.slopes.split_at_mut(self.shape.layer(2).start);
        let (input_layer, middle) = head.split_at_mut(self.shape.layer(1).start);
        backward(self.layers[2].0, &self.second, &[slope], output, Some(&mut self.second_slope));
        undrop(&mut self.second_slope, &self.second, DROP_HIDDEN);
        backward(self.layers[1].0, &self.first, &self.second_slope, middle, Some(&mut self.first_slope));
        undrop(&mut self.first_slope, &self.first, DROP_HIDDEN);
        backward(self.layers[0].0, &self.input, &self.first_slope, input_layer, None);
    }
}

fn forward((weights, bias): (&[f32], &[f32]), inputs: &[f32], out: &mut [f32]) {
    out.copy_from_slice(bias);
    for (&input, weights) in inputs.iter().zip(weights.chunks_exact(bias.len())) {
        if input != 0.0 {
            out.iter_mut().zip(weights).for_each(|(out, weight)| *out += input * weight);
        }
    }
}

fn rectify(values: &mut [f32]) {
    values.iter_mut().for_each(|value| *value = value.max(0.0));
}

/// Adds the slopes of a layer's weights and bias; with `down`, also gives those of its inputs.
fn backward(weights: &[f32], inputs: &[f32], above: &[f32], slopes: &mut [f32], down: Option<&mut Vec<f32>>) {
    let outputs = above.len();
    for (&input, slopes) in inputs.iter().zip(slopes.chunks_exact_mut(outputs)) {
        if input != 0.0 {
            slopes.iter_mut().zip(above).for_each(|(slope, above)| *slope += input * above);
        }
    }
    let bias = &mut slopes[inputs.len() * outputs..];
    bias.iter_mut().zip(above).for_each(|(slope, above)| *slope += above);
    if let Some(down) = down {
        for (down, weights) in down.iter_mut().zip(weights.chunks_exact(outputs)) {
            *down = weights.iter().zip(above).map(|(w, a)| w * a).sum();
        }
    }
}

/// Sets a share of the values to 0 and makes the others larger by as much.
fn drop_out(values: &mut [f32], share: f32, random: &mut Random) {
    let keep = 1.0 / (1.0 - share);
    let limit = (share * 65536.0) as u64;
    let mut bits = 0u64;
    for (index, value) in values.iter_mut().enumerate() {
        if index % 4 == 0 {
            bits = random.bits();
        }
        *value = if bits & 0xffff < limit { 0.0 } else { *value * keep };
        bits >>= 16;
    }
}

/// Takes back through a unit only where it was on and not dropped.
fn undrop(slopes: &mut [f32], values: &[f32], share: f32) {
    let keep = 1.0 / (1.0 - share);
    slopes
        .iter_mut()
        .zip(values)
        .for_each(|(slope, &value)| *slope = if value > 0.0 { *slope * keep } else { 0.0 });
}

/// AdamW (Loshchilov and Hutter, 2019) with the one-cycle schedule of Smith and Topin (2019).
struct Adam {
    means: Vec<f32>,
    squares: Vec<f32>,
    step: usize,
    steps: usize,
}

impl Adam {
    fn new(values: usize, steps: usize) -> Self {
        Adam { means: vec![0.0; values], squares: vec![0.0; values], step: 0, steps }
    }

    fn rate(&self) -> f32 {
        let done = self.step as f32 / self.steps.max(1) as f32;
        let wave = |from: f32, to: f32, share: f32| {
            to + (from - to) * (1.0 + (std::f32::consts::PI * share).cos()) / 2.0
        };
        if done < WARM {
            wave(RATE / 25.0, RATE, done / WARM)
        } else {
            wave(RATE, RATE * 4e-6, (done - WARM) / (1.0 - WARM))
        }
    }

    fn step(&mut self, values: &mut [f32], slopes: &[f32]) {
        const MEAN: f32 = 0.9;
        const SQUARE: f32 = 0.999;
        let rate = self.rate();
        self.step += 1;
        let fix_mean = 1.0 - MEAN.powi(self.step as i32);
        let fix_square = 1.0 - SQUARE.powi(self.step as i32);
        for (((value, slope), mean), square) in
            values.iter_mut().zip(slopes).zip(&mut self.means).zip(&mut self.squares)
        {
            *mean = MEAN * *mean + (1.0 - MEAN) * slope;
            *square = SQUARE * *square + (1.0 - SQUARE) * slope * slope;
            *value -= rate * (DECAY * *value + (*mean / fix_mean) / ((*square / fix_square).sqrt() + 1e-8));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_what_no_linear_model_can() {
        let mut random = Random::new(1);
        let mut rows = Rows { width: 2, inputs: vec![], labels: vec![], weights: vec![], parts: vec![] };
        for _ in 0..6_000 {
            let (a, b) = (random.unit() * 4.0 - 2.0, random.unit() * 4.0 - 2.0);
            rows.inputs.extend([a, b]);
            rows.labels.push(f32::from(a * b > 0.0));
            rows.weights.push(1.0);
        }
        let network = fit(&rows, |_| true, (vec![0.0; 2], vec![1.0; 2]), 60, 7);
        let again = fit(&rows, |_| true, (vec![0.0; 2], vec![1.0; 2]), 60, 7);
        assert_eq!(network, again);
        let mut scratch = Scratch::default();
        let right = rows.inputs.chunks_exact(2).zip(&rows.labels);
        let right = right.filter(|(x, y)| (network.score(x, &mut scratch) > 0.0) == (**y > 0.5)).count();
        assert!(right > 5_400, "{right} of 6000");
    }
}
