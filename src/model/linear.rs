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
    /// The weight of a hash, in log-odds.
    pub fn weight(&self, hash: u32) -> f32 {
        let bucket = hash as usize & (self.weights.len() - 1);
        f32::from(self.weights[bucket] as i8) * self.scale
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
        let features: f32 = own.iter().zip(&self.features).map(|(x, w)| x * w).sum();
        let words: f32 = hashes.iter().map(|&hash| self.words.weight(hash)).sum();
        self.bias + features + words / (hashes.len().max(1) as f32).sqrt()
    }
}
