//! How a document uses the words around its breaks elsewhere: inside lines, at their start, side by side.

use std::collections::{HashMap, HashSet};

use super::scan::{End, Scan, Start};
use super::words;
use crate::text::class::{is_alphabetic, is_lowercase};
use crate::text::hash::Hashed;

/// Uses of the words that start lines, and the pairs of words that breaks divide.
pub(super) struct Usage {
    words: HashMap<u32, Uses, Hashed>,
    pairs: HashSet<u32, Hashed>,
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
        let mut open: HashSet<u32, Hashed> = HashSet::default();
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
        let sieve = Sieve::of(scans);
        for scan in scans {
            usage.read(scan.text, &open, &sieve);
        }
        usage
    }

    fn read(&mut self, text: &str, open: &HashSet<u32, Hashed>, sieve: &Sieve) {
        let end = |text: &str| text.as_bytes().as_ptr_range().end;
        let mut is_inside = false; // whether a word stands right before this one
        let mut before = None; // that word, where it is one that ends or starts a line
        for token in tokens(text) {
            let word = letters(token);
            let hash = sieve.lets_through(word).then(|| words::hash(word));
            if let Some(uses) = hash.and_then(|hash| self.words.get_mut(&hash)) {
                if word.starts_with(is_lowercase) {
                    uses.plain += 1;
                } else if is_inside {
                    uses.names += 1;
                }
            }
            let key = before.zip(hash).map(|(before, hash)| pair(before, hash));
            self.pairs.extend(key.filter(|key| open.contains(key)));
            is_inside = !word.is_empty() && end(word) == end(token);
            before = hash.filter(|_| is_inside);
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

/// Tells most words that neither start nor end a line by their looks, without hashing them.
struct Sieve([u64; 64]);

impl Sieve {
    fn of(scans: &[Scan<'_>]) -> Self {
        let mut sieve = Sieve([0; 64]);
        for scan in scans {
            let first = &scan.text[..memchr::memchr(b' ', scan.text.as_bytes()).unwrap_or(scan.text.len())];
            let last = &scan.text[memchr::memrchr(b' ', scan.text.as_bytes()).map_or(0, |at| at + 1)..];
            for word in [letters(first), letters(last)] {
                let place = Self::place(word);
                sieve.0[place / 64] |= 1 << (place % 64);
            }
        }
        sieve
    }

    fn lets_through(&self, word: &str) -> bool {
        let place = Self::place(word);
        !word.is_empty() && self.0[place / 64] & (1 << (place % 64)) != 0
    }

    /// A number below 4096 that does not depend on case.
    fn place(word: &str) -> usize {
        let code =
            |byte: Option<&u8>| byte.map_or(0, |byte| if byte.is_ascii() { byte & 0x1f } else { 0x1f });
        let (first, last) = (code(word.as_bytes().first()), code(word.as_bytes().last()));
        usize::from(first) << 7 | usize::from(last) << 2 | word.len() & 3
    }
}

/// What stands between spaces, as `split(' ')` gives it, which is slower to find so many of them.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    memchr::memchr_iter(b' ', text.as_bytes()).chain([text.len()]).map(move |end| {
        let token = &text[start..end];
        start = end + 1;
        token
    })
}

/// The token without the marks around it.
fn letters(token: &str) -> &str {
    let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    if is_plain(token.as_bytes().first()) && is_plain(token.as_bytes().last()) {
        token
    } else {
        token.trim_matches(|c: char| !is_alphabetic(c))
    }
}

fn pair(left: u32, right: u32) -> u32 {
    left.rotate_left(5) ^ right
}
