//! How a document uses the words around its breaks elsewhere: inside lines, at their start, side by side.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use super::scan::{End, Scan, Start};
use super::words;

/// Uses of the words that start lines, and the pairs of words that breaks divide.
pub(super) struct Usage {
    words: HashMap<u32, Uses, BuildHasherDefault<Ready>>,
    pairs: HashSet<u32, BuildHasherDefault<Ready>>,
}

/// Uses of one word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Uses {
    /// Inside a line, capitalised.
    pub(super) names: u32,
    /// In lower case.
    pub(super) plain: u32,
    /// At the start of a line below one that does not end like a sentence.
    pub(super) starts: u32,
}

impl Usage {
    pub(super) fn of(scans: &[Scan<'_>]) -> Self {
        let mut words: HashMap<u32, Uses, _> = HashMap::default();
        let mut open: HashSet<u32, BuildHasherDefault<Ready>> = HashSet::default();
        for scan in scans.windows(2) {
            let [upper, lower] = scan else { continue };
            if matches!(lower.start, Start::Capital | Start::Upper) {
                let is_open = matches!(
                    upper.end,
                    End::Low | End::Capital | End::Upper | End::Digit | End::Comma | End::Closed
                );
                words.entry(lower.first.hash).or_default().starts += u32::from(is_open);
            }
            open.insert(pair(upper.last.hash, lower.first.hash));
        }
        let mut usage = Usage { words, pairs: HashSet::default() };
        for scan in scans {
            usage.read(scan.text, &open);
        }
        usage
    }

    fn read(&mut self, text: &str, open: &HashSet<u32, BuildHasherDefault<Ready>>) {
        let mut before = None;
        for token in text.split_ascii_whitespace() {
            let word = token.trim_matches(|c: char| !c.is_alphabetic());
            let Some(c) = word.chars().next() else {
                before = None;
                continue;
            };
            let hash = words::hash(word);
            if let Some(uses) = self.words.get_mut(&hash) {
                if c.is_lowercase() {
                    uses.plain += 1;
                } else if before.is_some() {
                    uses.names += 1;
                }
            }
            if let Some(before) = before {
                let key = pair(before, hash);
                if open.contains(&key) {
                    self.pairs.insert(key);
                }
            }
            before = token.ends_with(|c: char| c.is_alphabetic()).then_some(hash);
        }
    }

    /// The uses of a line's first word.
    pub(super) fn of_first(&self, lower: &Scan<'_>) -> Uses {
        self.words.get(&lower.first.hash).copied().unwrap_or_default()
    }

    /// Whether the words on both sides of a break stand side by side elsewhere.
    pub(super) fn is_pair(&self, upper: &Scan<'_>, lower: &Scan<'_>) -> bool {
        self.pairs.contains(&pair(upper.last.hash, lower.first.hash))
    }
}

fn pair(left: u32, right: u32) -> u32 {
    left.rotate_left(5) ^ right
}

/// A hasher for keys that are hashes already.
#[derive(Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 << 8) | u64::from(byte);
        }
    }

    fn write_u32(&mut self, key: u32) {
        self.0 = u64::from(key);
    }
}
