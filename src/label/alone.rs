//! Each line by its own score against one threshold for the page.

/// Bins of the histogram of scores.
const BINS: usize = 64;
/// Counted for every line beside its tokens, so that lines without a token count a little.
const LINE: f32 = 0.3;

/// The threshold (0 to 1) that gives the best expected F1 of the page's words: half of that F1.
///
/// Keeping a line pays exactly where its probability is at least half the best F1 that can be reached (Lewis, 1995;
/// Lipton and others, 2014). The histogram stands for sorting the lines.
pub(super) fn best_threshold(probabilities: &[f32], tokens: &[f32]) -> f32 {
    let mut size = [0.0f32; BINS];
    let mut hits = [0.0f32; BINS];
    for (p, tokens) in probabilities.iter().zip(tokens) {
        let bin = ((p * BINS as f32) as usize).min(BINS - 1);
        size[bin] += tokens + LINE;
        hits[bin] += p * (tokens + LINE);
    }
    let content: f32 = hits.iter().sum();
    let (mut kept, mut right, mut best) = (0.0, 0.0, 0.0f32);
    for bin in (0..BINS).rev() {
        kept += size[bin];
        right += hits[bin];
        best = best.max(2.0 * right / (kept + content + 1e-9));
    }
    best / 2.0
}

/// Which lines are content by their own score.
pub(super) fn alone(probabilities: &[f32], threshold: f32) -> Vec<bool> {
    probabilities.iter().map(|&p| p >= threshold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sure_page_is_cut_near_the_middle_and_an_unsure_one_lower() {
        let sure = best_threshold(&[0.99, 0.99, 0.01, 0.01], &[50.0, 50.0, 5.0, 5.0]);
        assert!((0.45..=0.5).contains(&sure), "{sure}");
        let unsure = best_threshold(&[0.4, 0.3, 0.1], &[50.0, 50.0, 5.0]);
        assert!(unsure < 0.3, "{unsure}");
        assert_eq!(best_threshold(&[], &[]), 0.0);
        assert_eq!(alone(&[0.2, 0.3], 0.3), [false, true]);
    }

    #[test]
    fn the_threshold_is_half_the_best_f1_that_can_be_expected() {
        for (probabilities, tokens, f1) in [
            // Keeping the first two of three lines of the same size is best.
            (&[0.9, 0.6, 0.3][..], &[10.0, 10.0, 10.0][..], 2.0 * 1.5 / (2.0 + 1.8)),
            (&[0.3, 0.9, 0.6], &[10.0, 10.0, 10.0], 2.0 * 1.5 / (2.0 + 1.8)),
            (&[0.9, 0.1], &[0.0, 0.0], 2.0 * 0.9 / (1.0 + 1.0)),
            (&[1.0, 0.0], &[5.0, 900.0], 1.0),
            (&[0.5], &[7.0], 2.0 * 0.5 / 1.5),
            // Longer lines count for more.
            (&[0.9, 0.5], &[1.7, 19.7], 2.0 * 11.8 / (22.0 + 11.8)),
        ] {
            let found = best_threshold(probabilities, tokens);
            assert!((found - f1 / 2.0).abs() < 1e-3, "{found} for {probabilities:?}, not {}", f1 / 2.0);
        }
    }
}
