//! Fits a [`Linear`] model by AdaGrad.

use std::borrow::Cow;

use super::random::Random;
use super::sample::Sample;
use crate::features::OWN;
use crate::model::linear::{Linear, Table};

const RATE: f32 = 0.1;
const SHRINK: f32 = 2e-3;

/// One thing to learn for every row of every sample.
pub(super) struct Task<'s> {
    pub(super) samples: &'s [Sample],
    /// What to predict, from 0 to 1, sample by sample.
    pub(super) targets: &'s [Vec<f32>],
    /// How much each row counts, sample by sample.
    pub(super) weights: &'s [Vec<f32>],
    /// Own-line features that may be used.
    pub(super) features: &'s [usize],
    /// Bits of the table of words.
    pub(super) bits: usize,
    pub(super) epochs: usize,
}

/// Weights while they are learnt.
#[derive(Clone)]
pub(super) struct Fitted {
    features: Vec<f32>,
    bias: f32,
    words: Vec<f32>,
}

impl Fitted {
    fn new(bits: usize) -> Self {
        Fitted { features: vec![0.0; OWN], bias: 0.0, words: vec![0.0; 1 << bits] }
    }

    /// The mean of several models.
    pub(super) fn mean(models: &[Fitted]) -> Self {
        let share = 1.0 / models.len().max(1) as f32;
        let mut mean =
            Fitted { features: vec![0.0; OWN], bias: 0.0, words: vec![0.0; models[0].words.len()] };
        for model in models {
            mean.bias += model.bias * share;
            mean.features.iter_mut().zip(&model.features).for_each(|(m, w)| *m += w * share);
            mean.words.iter_mut().zip(&model.words).for_each(|(m, w)| *m += w * share);
        }
        mean
    }

    /// In eight bits a word; the few largest weights are cut off.
    pub(super) fn rounded(&self) -> Linear {
        let mut sizes: Vec<f32> = self.words.iter().map(|w| w.abs()).filter(|w| *w > 0.0).collect();
        sizes.sort_by(f32::total_cmp);
        let largest = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 10_000)).copied().unwrap_or(1.0);
        let scale = largest.max(1e-6) / 127.0;
        let byte = |w: &f32| (w / scale).round().clamp(-127.0, 127.0) as i8 as u8;
        let weights = Cow::Owned(self.words.iter().map(byte).collect());
        Linear { features: self.features.clone(), bias: self.bias, words: Table { weights, scale } }
    }
}

impl Task<'_> {
    /// Learns from the samples that `chosen` accepts.
    pub(super) fn fit(&self, seed: u64, chosen: impl Fn(&Sample) -> bool) -> Fitted {
        let samples = self.samples.iter().enumerate().filter(|(_, sample)| chosen(sample));
        let rows =
            samples.flat_map(|(s, sample)| (0..sample.labels.len()).map(move |row| (s as u32, row as u32)));
        let mut order: Vec<(u32, u32)> =
            rows.filter(|&(s, row)| self.weights[s as usize][row as usize] > 0.0).collect();
        let total: f64 =
            order.iter().map(|&(s, row)| f64::from(self.weights[s as usize][row as usize])).sum();
        let scale = (order.len() as f64 / total.max(1e-9)) as f32;
        let mut model = Fitted::new(self.bits);
        let mut squares = Fitted::new(self.bits);
        let mut random = Random::new(seed);
        for _ in 0..self.epochs {
            random.shuffle(&mut order);
            for &(s, row) in &order {
                self.step(&mut model, &mut squares, s as usize, row as usize, scale);
            }
        }
        model
    }

    fn step(&self, model: &mut Fitted, squares: &mut Fitted, sample: usize, row: usize, scale: f32) {
        let page = &self.samples[sample].page;
        let (own, hashes) = (page.own(row), page.hashes(row));
        let mask = model.words.len() - 1;
        let share = 1.0 / (hashes.len().max(1) as f32).sqrt();
        let features: f32 = self.features.iter().map(|&k| own[k] * model.features[k]).sum();
        let words: f32 = hashes.iter().map(|&hash| model.words[hash as usize & mask]).sum();
        let score = model.bias + features + words * share;
        let weight = self.weights[sample][row] * scale;
        let slope = (1.0 / (1.0 + (-score).exp()) - self.targets[sample][row]) * weight;
        let update = |value: &mut f32, square: &mut f32, slope: f32| {
            *square += slope * slope;
            *value -= RATE * slope / (*square + 1e-2).sqrt();
        };
        for &k in self.features.iter().filter(|&&k| own[k] != 0.0) {
            let slope = slope * own[k] + SHRINK * model.features[k] * weight;
            update(&mut model.features[k], &mut squares.features[k], slope);
        }
        update(&mut model.bias, &mut squares.bias, slope);
        for &hash in hashes {
            let bucket = hash as usize & mask;
            let slope = slope * share + SHRINK * model.words[bucket] * weight;
            update(&mut model.words[bucket], &mut squares.words[bucket], slope);
        }
    }
}
