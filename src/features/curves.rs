//! Logarithms of counts, and what fades with the distance: computed once for many rows.

use std::sync::LazyLock;

/// Counts whose logarithms are kept.
const SMALL: usize = 1024;

/// ln(1 + `count`).
pub(super) fn ln_1p(count: u32) -> f32 {
    static KEPT: LazyLock<[f32; SMALL]> = LazyLock::new(|| std::array::from_fn(|n| (n as f32).ln_1p()));
    KEPT.get(count as usize).copied().unwrap_or_else(|| (count as f32).ln_1p())
}

/// 1 at the distance 0, and a third `length` rows on: the values for the distances between `rows` rows.
pub(super) fn fading(length: f32, rows: usize) -> Vec<f32> {
    (0..rows).map(|distance| (-(distance as f32) / length).exp()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_logarithms_are_those_computed() {
        for count in (0..3000).chain([u32::MAX]) {
            assert_eq!(ln_1p(count), (count as f32).ln_1p());
        }
    }
}
