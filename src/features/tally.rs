//! What is counted of a line in one pass over its characters: letters, words, marks, ends of sentences inside it.

use super::script::{is_cjk, is_closer, is_currency, is_terminal, is_unspaced, opens_quote};
use crate::text::class::{Class, is_lowercase, is_uppercase};

/// Counts of one pass over the characters of a line.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Tally {
    pub(super) chars: u32,
    pub(super) nonspace: u32,
    pub(super) alnum: u32,
    pub(super) digits: u32,
    pub(super) words: u32,
    pub(super) capitals: u32,
    pub(super) cased: u32,
    pub(super) upper: u32,
    pub(super) short_lower: u32,
    pub(super) commas: u32,
    pub(super) cjk: u32,
    pub(super) unspaced: u32,
    pub(super) beyond_latin: u32,
    pub(super) inner_ends: u32,
    pub(super) ascii_quotes: u32,
    pub(super) flags: u32,
}

pub(super) const BAR: u32 = 1;
pub(super) const ARROW: u32 = 2;
pub(super) const DOT: u32 = 4;
pub(super) const PERCENT: u32 = 8;
pub(super) const PAREN: u32 = 16;
pub(super) const QUOTE: u32 = 32;
pub(super) const AT: u32 = 64;
pub(super) const CURRENCY: u32 = 128;
pub(super) const COLON: u32 = 256;
pub(super) const PERIOD: u32 = 512;

/// Counts a line's text, without the white space around it.
pub(super) fn tally(body: &str) -> Tally {
    let mut t = Tally::default();
    let mut word = Word::default();
    let mut after_end = AfterEnd::No;
    let mut rest = body;
    while !rest.is_empty() {
        let ascii = AsciiWord::first(rest.as_bytes());
        if ascii.length > 0 {
            after_end = ascii.count(after_end, &mut t);
            rest = &rest[ascii.length..];
        }
        // White space behind the word; or, a character at a time, a word that is not in ASCII.
        while let Some(c) = rest.chars().next() {
            after_end = count(c, after_end, &mut word, &mut t);
            rest = &rest[c.len_utf8()..];
            if c.is_ascii_whitespace() {
                break;
            }
        }
    }
    word.close(&mut t);
    t.without_last_end(body)
}

impl Tally {
    /// Without the end of a sentence that ends the line: it is no inner one.
    fn without_last_end(mut self, body: &str) -> Tally {
        if self.beyond_latin > 0 && body.trim_end_matches(is_closer).ends_with(['。', '！', '？']) {
            self.inner_ends -= 1;
        }
        self
    }
}

/// What of an ASCII character is counted: a bit of a byte each, so that sums over a word hold all counts side by side.
mod class {
    pub(super) const ALNUM: u64 = 1;
    pub(super) const DIGIT: u64 = 1 << 8;
    pub(super) const UPPER: u64 = 1 << 16;
    pub(super) const COMMA: u64 = 1 << 24;
    pub(super) const QUOTE: u64 = 1 << 32;
    /// The end of a word: white space, or a byte that is not ASCII.
    pub(super) const OTHER: u64 = 1 << 40;
    /// Where the flags of [`Tally`](super::Tally) begin.
    pub(super) const FLAGS: u32 = 48;
}

const CLASSES: [u64; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        classes[byte] = match b {
            b'0'..=b'9' => class::ALNUM | class::DIGIT,
            b'A'..=b'Z' => class::ALNUM | class::UPPER,
            b'a'..=b'z' => class::ALNUM,
            b',' => class::COMMA,
            b'"' => class::QUOTE | (QUOTE as u64) << class::FLAGS,
            b'|' => (BAR as u64) << class::FLAGS,
            b'>' => (ARROW as u64) << class::FLAGS,
            b'%' => (PERCENT as u64) << class::FLAGS,
            b'(' => (PAREN as u64) << class::FLAGS,
            b'@' => (AT as u64) << class::FLAGS,
            b'$' => (CURRENCY as u64) << class::FLAGS,
            b':' => (COLON as u64) << class::FLAGS,
            b'.' => (PERIOD as u64) << class::FLAGS,
            b'\t'..=b'\r' | b' ' | 0x80.. => class::OTHER,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// A word of ASCII characters, which most text is made of: counted by one look in a table for each byte.
struct AsciiWord<'w> {
    bytes: &'w [u8],
    length: usize,
    sums: u64,
    flags: u32,
}

impl<'w> AsciiWord<'w> {
    /// Most bytes of such a word: its counts are one byte each.
    const LONGEST: usize = 255;

    /// The word that `bytes` begins with; of length 0 where there is none, it is not all ASCII, or too long.
    fn first(bytes: &'w [u8]) -> Self {
        let (mut sums, mut seen, mut length) = (0, 0, 0);
        for &byte in bytes.iter().take(Self::LONGEST) {
            let class = CLASSES[usize::from(byte)];
            if class & class::OTHER != 0 {
                break;
            }
            sums += class;
            seen |= class;
            length += 1;
        }
        let is_whole = bytes.get(length).is_none_or(u8::is_ascii_whitespace);
        let length = if is_whole { length } else { 0 };
        AsciiWord { bytes: &bytes[..length], length, sums, flags: (seen >> class::FLAGS) as u32 }
    }

    fn sum(&self, class: u64) -> u32 {
        u32::from((self.sums >> class.trailing_zeros()) as u8)
    }

    /// Counts the word: the same as [`count`] for each of its characters.
    fn count(&self, after_end: AfterEnd, t: &mut Tally) -> AfterEnd {
        let length = self.length as u32;
        let (alnum, digits) = (self.sum(class::ALNUM), self.sum(class::DIGIT));
        t.chars += length;
        t.nonspace += length;
        t.alnum += alnum;
        t.digits += digits;
        t.cased += alnum - digits;
        t.upper += self.sum(class::UPPER);
        t.commas += self.sum(class::COMMA);
        t.ascii_quotes += self.sum(class::QUOTE);
        t.flags |= self.flags;
        t.words += 1;
        let first = self.bytes[0];
        let quoted = matches!(first, b'"' | b'\'' | b'(');
        let upper =
            first.is_ascii_uppercase() || (quoted && self.bytes.get(1).is_some_and(u8::is_ascii_uppercase));
        t.capitals += u32::from(upper);
        t.short_lower += u32::from(length <= 3 && first.is_ascii_lowercase());
        self.pass_end(after_end, t)
    }

    /// Whether a sentence that ended before the word is followed by another, and whether one ends in it.
    fn pass_end(&self, after_end: AfterEnd, t: &mut Tally) -> AfterEnd {
        let is_beside = |byte: &&u8| matches!(**byte, b'"' | b'\'' | b')' | b']' | b'(');
        if after_end == AfterEnd::Space {
            let first = self.bytes.iter().find(|byte| !is_beside(byte));
            t.inner_ends += u32::from(first.is_some_and(u8::is_ascii_uppercase));
        }
        match self.bytes.iter().rev().find(|byte| !is_beside(byte)) {
            None => after_end,
            Some(b'.' | b'!' | b'?') => AfterEnd::Mark,
            Some(_) => AfterEnd::No,
        }
    }
}

/// Counts one character; what stands between it and the end of a sentence before it comes and goes.
fn count(c: char, after_end: AfterEnd, word: &mut Word, t: &mut Tally) -> AfterEnd {
    let class = Class::of(c);
    t.chars += 1;
    if class.is_whitespace() {
        word.close(t);
        return if after_end == AfterEnd::No { AfterEnd::No } else { AfterEnd::Space };
    }
    t.nonspace += 1;
    word.push(c);
    t.beyond_latin += u32::from(c > '\u{24f}');
    if class.is_alphanumeric() {
        t.alnum += 1;
        let opens = after_end == AfterEnd::Space && class.is_alphabetic() && !class.is_lowercase();
        t.inner_ends += u32::from(opens);
        t.digits += u32::from(class.is_numeric());
        t.cased += u32::from(class.is_uppercase() || class.is_lowercase());
        t.upper += u32::from(class.is_uppercase());
        t.cjk += u32::from(is_cjk(c));
        t.unspaced += u32::from(is_unspaced(c));
        return AfterEnd::No;
    }
    t.inner_ends += u32::from(matches!(c, '。' | '！' | '？'));
    count_mark(c, t);
    match after_end {
        _ if is_terminal(c) && c != '…' => AfterEnd::Mark,
        AfterEnd::No => AfterEnd::No,
        state if is_closer(c) || opens_quote(c) || c == '(' => state,
        _ => AfterEnd::No,
    }
}

#[derive(PartialEq, Clone, Copy)]
enum AfterEnd {
    No,
    Mark,
    Space,
}

/// The word being read: its length and how it begins.
#[derive(Default)]
struct Word {
    chars: u32,
    first: Option<char>,
    second: Option<char>,
}

impl Word {
    fn push(&mut self, c: char) {
        match self.chars {
            0 => self.first = Some(c),
            1 => self.second = Some(c),
            _ => {}
        }
        self.chars += 1;
    }

    fn close(&mut self, t: &mut Tally) {
        if let Some(first) = self.first {
            t.words += 1;
            let quoted = matches!(first, '"' | '“' | '„' | '«' | '\'' | '(');
            let upper = is_uppercase(first) || (quoted && self.second.is_some_and(is_uppercase));
            t.capitals += u32::from(upper);
            t.short_lower += u32::from(self.chars <= 3 && is_lowercase(first));
        }
        *self = Word::default();
    }
}

fn count_mark(c: char, t: &mut Tally) {
    match c {
        ',' | '，' | '、' | '،' => t.commas += 1,
        '|' => t.flags |= BAR,
        '›' | '»' | '→' | '>' | '←' | '«' | '‹' => {
            t.flags |= ARROW | if matches!(c, '«' | '»') { QUOTE } else { 0 }
        }
        '·' | '•' => t.flags |= DOT,
        '%' => t.flags |= PERCENT,
        '(' | '（' => t.flags |= PAREN,
        '"' | '“' | '”' | '„' | '「' => {
            t.flags |= QUOTE;
            t.ascii_quotes += u32::from(c == '"');
        }
        '@' => t.flags |= AT,
        ':' => t.flags |= COLON,
        '.' => t.flags |= PERIOD,
        _ if is_currency(c) => t.flags |= CURRENCY,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn one_by_one(text: &str) -> Tally {
        let (mut t, mut word) = (Tally::default(), Word::default());
        let count = |after_end, c| count(c, after_end, &mut word, &mut t);
        text.chars().fold(AfterEnd::No, count);
        word.close(&mut t);
        t.without_last_end(text)
    }

    proptest! {
        #[test]
        fn words_counted_by_a_table_are_those_counted_one_by_one(
            pieces in vec(prop_oneof![
                6 => select("a B it The EUR 3 12.50 x-1 \". .) ( ' \"He ]End ?! … e.g. U.S. @ $ : | % > , é Été “So “ „ 。 中文 نعم \u{a0} \u{3000} \t".split(' ').collect::<Vec<_>>()),
                1 => Just(" "),
            ], 0..24),
            gap in select(vec!["", " ", "  "]),
        ) {
            let text = pieces.join(gap);
            let text = text.trim();
            prop_assert_eq!(tally(text), one_by_one(text));
        }

        #[test]
        fn long_words_are_counted_whole(length in 250_usize..600) {
            let text = format!("See {}. Then", "aB3,".repeat(length / 4));
            prop_assert_eq!(tally(&text), one_by_one(&text));
        }
    }
}
