//! What stands in the place of a mended break, and whether a hyphen before it goes.

use std::collections::HashSet;

use super::Hyphens;
use super::chars::{
    SOFT_HYPHEN, is_continuing, is_hyphen, is_opening_bracket, is_opening_quote, is_unspaced, is_wide,
};
use super::document::Document;
use super::layout::Mode;
use super::words;
use crate::plan::Separator;

/// How two lines are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Joint {
    /// Bytes of a hyphen that go from the end of the upper line.
    pub(super) cut: usize,
    pub(super) separator: Separator,
}

impl Joint {
    const SPACE: Joint = Joint { cut: 0, separator: Separator::Space };
    const NOTHING: Joint = Joint { cut: 0, separator: Separator::Nothing };
}

/// What joints need to know of a document: its words, and whether it divides words at its margin.
pub(super) struct Joiner<'d> {
    document: &'d Document<'d>,
    hyphens: Hyphens,
    words: Option<HashSet<u32>>,
    divides: Option<bool>,
}

impl<'d> Joiner<'d> {
    pub(super) fn new(document: &'d Document<'d>, hyphens: Hyphens) -> Self {
        Joiner { document, hyphens, words: None, divides: None }
    }

    /// How the line at `at` is joined to the next.
    pub(super) fn joint(&mut self, at: usize) -> Joint {
        let (upper, lower) = (self.document.scans[at].text, self.document.scans[at + 1].text);
        let (Some(last), Some(first)) = (upper.chars().next_back(), lower.chars().next()) else {
            return Joint::SPACE;
        };
        if last == SOFT_HYPHEN {
            let cut = if self.hyphens == Hyphens::Mend { last.len_utf8() } else { 0 };
            return Joint { cut, separator: Separator::Nothing };
        }
        if is_hyphen(last) {
            let before = upper[..upper.len() - last.len_utf8()].chars().next_back();
            return match before {
                Some(c) if c.is_alphabetic() => self.hyphenated(upper, lower, last),
                Some(c) if c.is_alphanumeric() && first.is_alphanumeric() => Joint::NOTHING,
                _ => Joint::SPACE,
            };
        }
        separator(upper, lower, last, first)
    }

    /// Joins the halves of what may be a divided word or a compound that broke at its own hyphen.
    fn hyphenated(&mut self, upper: &str, lower: &str, hyphen: char) -> Joint {
        let stem = &upper[..upper.len() - hyphen.len_utf8()];
        let left = &stem
            [stem.rfind(|c: char| !c.is_alphabetic() && !is_hyphen(c)).map_or(0, |at| next_char(stem, at))..];
        let right = &lower[..lower.find(|c: char| !c.is_alphabetic()).unwrap_or(lower.len())];
        if right.is_empty() {
            return if lower.starts_with(char::is_alphanumeric) { Joint::NOTHING } else { Joint::SPACE };
        }
        if SUSPENDED.contains(&right.to_lowercase().as_str()) {
            return Joint::SPACE;
        }
        if self.hyphens == Hyphens::Keep || !right.starts_with(char::is_lowercase) {
            return Joint::NOTHING;
        }
        if self.is_divided(left, right) {
            Joint { cut: hyphen.len_utf8(), separator: Separator::Nothing }
        } else {
            Joint::NOTHING
        }
    }

    /// Whether the document's own words say that the hyphen only divides a word; where they say nothing,
    /// whether it divides words at all.
    fn is_divided(&mut self, left: &str, right: &str) -> bool {
        let last = left.rsplit(is_hyphen).next().unwrap_or(left);
        let whole = self.knows(&format!("{last}{right}"));
        let compound = self.knows(&format!("{left}-{right}"));
        if whole != compound {
            return whole;
        }
        let halves = last.chars().nth(2).is_some()
            && right.chars().nth(2).is_some()
            && self.knows(last)
            && self.knows(right);
        let is_compound =
            last.len() < left.len() || halves || PREFIXES.contains(&last.to_lowercase().as_str());
        !is_compound && self.divides()
    }

    fn knows(&mut self, word: &str) -> bool {
        self.words.get_or_insert_with(|| vocabulary(self.document)).contains(&words::hash(word))
    }

    /// Whether the document divides words at its margin: a wrapped one does, from the second such line on.
    fn divides(&mut self) -> bool {
        *self.divides.get_or_insert_with(|| {
            let divided = self.document.scans.windows(2).filter(|pair| {
                let before = pair[0].text.strip_suffix(is_hyphen).unwrap_or("");
                pair[1].blanks == 0
                    && before.ends_with(char::is_lowercase)
                    && pair[1].text.starts_with(char::is_lowercase)
            });
            self.document.layout.mode != Mode::Plain && divided.take(2).count() == 2
        })
    }
}

/// All words of the document with their hyphens, those cut at a line's end not among them.
fn vocabulary(document: &Document<'_>) -> HashSet<u32> {
    let mut known = HashSet::new();
    for scan in &document.scans {
        let text = scan.text;
        let whole = if text.ends_with(is_hyphen) {
            &text[..text.rfind(|c: char| !c.is_alphabetic() && !is_hyphen(c)).unwrap_or(0)]
        } else {
            text
        };
        let words = whole.split(|c: char| !c.is_alphabetic() && !is_hyphen(c));
        known.extend(
            words.map(|word| word.trim_matches(is_hyphen)).filter(|word| !word.is_empty()).map(words::hash),
        );
    }
    known
}

fn next_char(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(0, char::len_utf8)
}

fn separator(upper: &str, lower: &str, last: char, first: char) -> Joint {
    let is_tight = (is_unspaced(last) && is_unspaced(first))
        || (is_wide(last) && !last.is_alphanumeric())
        || (is_wide(first) && !first.is_alphanumeric())
        || (is_continuing(first) && !lower.starts_with("..") && !lower.starts_with('…'))
        || ["'s ", "’s ", "n't "].iter().any(|ending| lower.starts_with(ending))
        || is_opening_bracket(last)
        || is_opening_quote(last)
        || (last == '/' && !upper.ends_with(" /"))
        || first == '/'
        || is_inside_quotes(upper, lower, last, first)
        || is_inside_url(upper, lower);
    if is_tight { Joint::NOTHING } else { Joint::SPACE }
}

/// Whether a straight quote opens at the end of the upper line or closes at the start of the lower.
fn is_inside_quotes(upper: &str, lower: &str, last: char, first: char) -> bool {
    let closes = first == '"' && !lower[1..].starts_with(char::is_alphanumeric);
    (last == '"' || closes) && upper.matches('"').count() % 2 == 1
}

/// Whether a web address goes on below: it ends the upper line, is long, and what follows looks like one.
fn is_inside_url(upper: &str, lower: &str) -> bool {
    let Some(address) = upper.split_whitespace().next_back() else { return false };
    let Some(rest) = lower.split_whitespace().next() else { return false };
    let is_address = ["http://", "https://", "www."].iter().any(|scheme| address.contains(scheme));
    is_address
        && address.len() > 20
        && rest.chars().all(|c| c.is_alphanumeric() || "/%?&=#.-_~+:".contains(c))
        && rest.contains(['/', '-', '_', '.', '=', '&', '?', '%'])
}

/// Words after which a hyphen stands for the rest of a compound, as in "Haupt- und Nebensatz".
const SUSPENDED: [&str; 20] = [
    "and", "or", "und", "oder", "bzw", "sowie", "bis", "to", "et", "ou", "y", "o", "e", "en", "of", "i",
    "och", "og", "eller", "és",
];

/// Words that make compounds with a hyphen of their own.
const PREFIXES: [&str; 32] = [
    "well", "self", "long", "short", "high", "low", "half", "non", "ex", "co", "semi", "mid", "multi",
    "anti", "pre", "post", "full", "part", "first", "second", "third", "two", "three", "four", "five", "six",
    "one", "cross", "old", "new", "open", "all",
];
