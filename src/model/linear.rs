//! A linear model over named features and hashed words.

use std::borrow::Cow;

use crate::features::Page;

/// Weights of hashed words in eight bits: bucket `hash mod 2^bits` weighs `weights[bucket] * scale`.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Two's complement bytes, a power of two of them.
    pub weights: Cow<'static, [u8]>,
    /// What one step of a weight is worth, in log-odds.
    pub scale: f32,
}

impl Table {
    /// The weight of all hashes together, in log-odds.
    pub fn sum(&self, hashes: &[u32]) -> f32 {
        let weight = |hash: &u32| i32::from(self.weights[*hash as usize & (self.weights.len() - 1)] as i8);
        hashes.iter().map(weight).sum::<i32>() as f32 * self.scale
    }
}

/// Scores a line from what it shows by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Linear {
    /// A weight for each own-line feature.
    pub features: Vec<f32>,
    /// Added to every score.
    pub bias: f32,
    /// Weights of the words, the pairs and the whole of the line.
    pub words: Table,
}

impl Linear {
    /// The score of every row, in log-odds.
    pub fn scores(&self, page: &Page) -> Vec<f32> {
        (0..page.rows().len()).map(|row| self.score(page.own(row), page.hashes(row))).collect()
    }

    fn score(&self, own: &[f32], hashes: &[u32]) -> f32 {
        let words = self.words.sum(hashes);
        self.bias + dot(own, &self.features) + words / (hashes.len().max(1) as f32).sqrt()
    }
}

/// The sum of the products, in a fixed order that needs no addition to wait for the one before it.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let (a_lanes, a_rest) = a.as_chunks::<16>();
    let (b_lanes, b_rest) = b.as_chunks::<16>();
    let mut sums = [0.0; 16];
    for (a, b) in a_lanes.iter().zip(b_lanes) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}
