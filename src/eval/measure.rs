//! Measures: multisets of words and shingles, and snippets that must and must not be there.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Add;

use crate::train::rows::Row;

/// Words of a shingle.
const SHINGLE: usize = 4;

/// F1, precision and recall, each 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Prf {
    /// Harmonic mean of the other two.
    pub f1: f64,
    /// Share of what was kept that is content.
    pub precision: f64,
    /// Share of the content that was kept.
    pub recall: f64,
}

impl Prf {
    /// Compares two multisets.
    pub(super) fn new<T: Eq + Hash>(found: &HashMap<T, usize>, wanted: &HashMap<T, usize>) -> Self {
        let all = |f1| Prf { f1, precision: f1, recall: f1 };
        match (found.is_empty(), wanted.is_empty()) {
            (true, true) => return all(1.0),
            (true, false) | (false, true) => return all(0.0),
            (false, false) => {}
        }
        let both: usize = found.iter().map(|(item, n)| *n.min(wanted.get(item).unwrap_or(&0))).sum();
        let precision = both as f64 / found.values().sum::<usize>() as f64;
        let recall = both as f64 / wanted.values().sum::<usize>() as f64;
        let f1 = if both > 0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
        Prf { f1, precision, recall }
    }

    /// Mean of each figure by itself.
    pub(super) fn mean(values: impl Iterator<Item = Prf>) -> Option<Self> {
        let (sum, count) = values.fold((Prf::default(), 0usize), |(sum, count), value| {
            let sum = Prf {
                f1: sum.f1 + value.f1,
                precision: sum.precision + value.precision,
                recall: sum.recall + value.recall,
            };
            (sum, count + 1)
        });
        let share = |x: f64| x / count as f64;
        (count > 0).then(|| Prf {
            f1: share(sum.f1),
            precision: share(sum.precision),
            recall: share(sum.recall),
        })
    }
}

/// How often each word stands in a text.
pub(super) fn bag(words: &[String]) -> HashMap<&str, usize> {
    let mut bag = HashMap::new();
    words.iter().for_each(|word| *bag.entry(word.as_str()).or_default() += 1);
    bag
}

/// How often each run of four words stands in a text; a shorter text is one run.
pub(super) fn shingles(words: &[String]) -> HashMap<&[String], usize> {
    let mut bag = HashMap::new();
    let count = (words.len() + 1).saturating_sub(SHINGLE).max(1);
    (0..count).for_each(|i| *bag.entry(&words[i..(i + SHINGLE).min(words.len())]).or_default() += 1);
    bag
}

/// Snippets that are content and were kept or lost, and those that are chrome and were kept or dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Snippets {
    content_kept: usize,
    content_lost: usize,
    chrome_kept: usize,
    chrome_dropped: usize,
}

impl Add for Snippets {
    type Output = Snippets;

    fn add(self, other: Snippets) -> Snippets {
        Snippets {
            content_kept: self.content_kept + other.content_kept,
            content_lost: self.content_lost + other.content_lost,
            chrome_kept: self.chrome_kept + other.chrome_kept,
            chrome_dropped: self.chrome_dropped + other.chrome_dropped,
        }
    }
}

impl Snippets {
    /// How many snippets of content were asked for.
    pub fn asked(&self) -> usize {
        self.content_kept + self.content_lost
    }

    /// F1 of keeping the snippets of content, 0 to 1.
    pub fn f1(&self) -> f64 {
        let precision = self.content_kept as f64 / (self.content_kept + self.chrome_kept).max(1) as f64;
        let recall = self.content_kept as f64 / self.asked() as f64;
        2.0 * precision * recall / (precision + recall).max(1e-9)
    }

    /// Share of all snippets that were judged right, 0 to 1.
    pub fn accuracy(&self) -> f64 {
        let all = self.asked() + self.chrome_kept + self.chrome_dropped;
        (self.content_kept + self.chrome_dropped) as f64 / all as f64
    }
}

pub(super) fn snippets(row: &Row, cleaned: &str) -> Snippets {
    let cleaned = flat(cleaned);
    let found = |snippets: &Option<Vec<String>>| {
        let all = snippets.as_deref().unwrap_or_default();
        let found = all.iter().filter(|snippet| cleaned.contains(&flat(snippet))).count();
        (found, all.len() - found)
    };
    let ((content_kept, content_lost), (chrome_kept, chrome_dropped)) =
        (found(&row.with), found(&row.without));
    Snippets { content_kept, content_lost, chrome_kept, chrome_dropped }
}

/// White space folded to single spaces; unlike trimming, this keeps the ends.
fn flat(text: &str) -> String {
    let is_space = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !is_space(c) {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::words;

    fn prf(found: &str, wanted: &str) -> (f64, f64, f64) {
        let Prf { f1, precision, recall } = Prf::new(&bag(&words(found)), &bag(&words(wanted)));
        (f1, precision, recall)
    }

    #[test]
    fn words_are_compared_as_multisets() {
        assert_eq!(prf("a b b c", "a b d e"), (0.5, 0.5, 0.5));
        assert_eq!(prf("", ""), (1.0, 1.0, 1.0));
        assert_eq!(prf("a", ""), (0.0, 0.0, 0.0));
        assert_eq!(prf("a", "b"), (0.0, 0.0, 0.0));
    }

    #[test]
    fn a_short_text_is_one_shingle() {
        assert_eq!(shingles(&words("a b")).len(), 1);
        assert_eq!(shingles(&words("a b c d e")).len(), 2);
    }

    #[test]
    fn snippets_are_found_across_line_breaks() {
        let row = Row {
            with: Some(vec!["one two".into(), "gone".into()]),
            without: Some(vec!["menu".into(), "three".into()]),
            ..Row::default()
        };
        let found = snippets(&row, "one\n two three");
        assert_eq!((found.asked(), found.accuracy()), (2, 0.5));
    }
}
