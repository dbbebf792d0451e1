//! Words of a line as hashes.
//!
//! A token is a run of letters and digits in lower case, every digit read as `0`, apostrophes inside it dropped;
//! in scripts without spaces each character is a token. A long line gives its first and last 24 tokens.
//! Hashed are each token, each pair of neighbours with the line's edges as tokens of their own, and the whole
//! of a short line.

use super::script::is_unspaced;
use crate::text::class::is_alphanumeric;

/// Tokens taken from each end of a long line.
const EDGE: usize = 24;
/// Longest line, in tokens, that is hashed as a whole.
const WHOLE: usize = 6;
/// The same for lines in scripts without spaces.
const WHOLE_UNSPACED: usize = 12;

const START: u32 = 0x51ed_270b;
const END: u32 = 0x2545_f491;
const NO_TOKEN: u32 = 0x7f4a_7c15;

/// Splits lines into tokens; its buffer is reused from line to line.
#[derive(Debug, Default)]
pub(crate) struct Tokenizer {
    tokens: Vec<u32>,
    unspaced: usize,
}

/// What [`Tokenizer::hash`] found in a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counts {
    /// All tokens of the line.
    pub(crate) tokens: u32,
    /// How many of the hashes are of single tokens; they come first.
    pub(crate) single: u32,
}

impl Tokenizer {
    /// Appends the hashes of `line` to `out`: single tokens, pairs, the whole.
    pub(crate) fn hash(&mut self, line: &str, out: &mut Vec<u32>) -> Counts {
        self.split(line);
        let all = self.tokens.len();
        if all > 2 * EDGE {
            self.tokens.copy_within(all - EDGE.., EDGE);
            self.tokens.truncate(2 * EDGE);
        }
        if self.tokens.is_empty() {
            out.push(finish(NO_TOKEN));
            return Counts { tokens: 0, single: 0 };
        }
        out.extend(self.tokens.iter().map(|&token| finish(token)));
        let mut before = START;
        for &token in self.tokens.iter().chain(&[END]) {
            out.push(finish(mix(before, token)));
            before = token;
        }
        let whole = if self.unspaced > 0 { WHOLE_UNSPACED } else { WHOLE };
        if all <= whole {
            out.push(finish(self.tokens.iter().fold(NO_TOKEN, |hash, &token| mix(hash, token))));
        }
        Counts { tokens: all as u32, single: self.tokens.len() as u32 }
    }

    fn split(&mut self, line: &str) {
        self.tokens.clear();
        self.unspaced = 0;
        let mut token = None;
        let mut rest = line;
        while let Some(&byte) = rest.as_bytes().first() {
            if byte.is_ascii() {
                rest = self.pass_ascii(rest, &mut token);
            } else if let Some(c) = rest.chars().next() {
                self.pass(c, &mut token);
                rest = &rest[c.len_utf8()..];
            }
        }
        self.tokens.extend(token);
    }

    /// Takes the ASCII characters that the text begins with; what is behind them.
    fn pass_ascii<'t>(&mut self, text: &'t str, token: &mut Option<u32>) -> &'t str {
        let mut hash = token.unwrap_or(0);
        let mut inside = token.is_some();
        let mut length = text.len();
        for (at, &byte) in text.as_bytes().iter().enumerate() {
            match READ_AS[usize::from(byte)] {
                NOT_ASCII => {
                    length = at;
                    break;
                }
                BETWEEN => {
                    if inside {
                        self.tokens.push(hash);
                    }
                    (hash, inside) = (0, false);
                }
                NOTHING => {}
                letter => (hash, inside) = (mix(hash, u32::from(letter)), true),
            }
        }
        *token = inside.then_some(hash);
        &text[length..]
    }

    /// Takes a character that is not ASCII.
    fn pass(&mut self, c: char, token: &mut Option<u32>) {
        if is_unspaced(c) {
            self.tokens.extend(token.take());
            self.tokens.push(mix(0, c as u32));
            self.unspaced += 1;
        } else if is_alphanumeric(c) {
            for lower in c.to_lowercase() {
                *token = Some(mix(token.unwrap_or(0), lower as u32));
            }
        } else if c != '’' && !is_mark(c) {
            self.tokens.extend(token.take());
        }
    }
}

/// Ends a token.
const BETWEEN: u8 = 0;
/// Neither ends a token nor is a part of it.
const NOTHING: u8 = 1;
const NOT_ASCII: u8 = 2;

/// The letter that each ASCII character of a token is read as, or one of the three above.
const READ_AS: [u8; 256] = {
    let mut read = [NOT_ASCII; 256];
    let mut byte = 0;
    while byte < 128 {
        let b = byte as u8;
        read[byte] = match b {
            b'0'..=b'9' => b'0',
            b'\'' => NOTHING,
            _ if b.is_ascii_alphabetic() => b | 0x20,
            _ => BETWEEN,
        };
        byte += 1;
    }
    read
};

/// Marks that combine with the letter before them, and joiners: inside a word, not between words.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{981}'..='\u{983}' | '\u{9bc}'..='\u{9cd}'
        | '\u{ad}' | '\u{200c}' | '\u{200d}')
}

/// Adds a value to a hash (the multiply-and-rotate step of FxHash).
fn mix(hash: u32, value: u32) -> u32 {
    (hash.rotate_left(5) ^ value).wrapping_mul(0x9e37_79b1)
}

/// Spreads the entropy over all bits, the low ones first of all (the finaliser of MurmurHash3).
fn finish(mut hash: u32) -> u32 {
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x85eb_ca6b);
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(line: &str) -> (Vec<u32>, Counts) {
        let mut out = Vec::new();
        let counts = Tokenizer::default().hash(line, &mut out);
        (out, counts)
    }

    #[test]
    fn case_digits_and_marks_do_not_matter() {
        for (a, b) in [
            ("Share This!", "share  this"),
            ("Page 3 of 12", "page 1 of 47"),
            ("ÉTÉ", "été"),
            ("don't", "DON’T"),
        ] {
            assert_eq!(hashes(a).0, hashes(b).0, "{a} {b}");
        }
        assert_ne!(hashes("share this").0, hashes("this share").0);
    }

    #[test]
    fn a_short_line_has_tokens_pairs_and_itself() {
        let (out, counts) = hashes("back to top");
        assert_eq!((out.len(), counts.tokens, counts.single), (3 + 4 + 1, 3, 3));
        assert_eq!(hashes("—").0.len(), 1);
    }

    #[test]
    fn a_long_line_gives_its_edges() {
        let (out, counts) = hashes(&"word ".repeat(1000));
        assert_eq!((out.len(), counts.tokens, counts.single), (48 + 49, 1000, 48));
    }

    #[test]
    fn scripts_without_spaces_count_characters() {
        assert_eq!(hashes("最新ニュース").1.tokens, 6);
        assert_eq!(hashes("최신 뉴스").1.tokens, 2);
    }
}
