//! What stands in the place of a mended break, and whether a hyphen before it goes.

use std::collections::HashSet;

use super::Hyphens;
use super::chars::{
    SOFT_HYPHEN, is_continuing, is_hyphen, is_opening_bracket, is_opening_quote, is_unspaced, is_wide,
};
use super::document::Document;
use super::words::{self, Known};
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

/// Joins the lines of one document. Gathers its words when a hyphen asks for them.
pub(super) struct Joiner<'d> {
    document: &'d Document<'d>,
    hyphens: Hyphens,
    vocabulary: Option<Vocabulary>,
    /// Whether words of other scripts stand among unspaced characters without spaces around them.
    mixes: Option<bool>,
}

impl<'d> Joiner<'d> {
    pub(super) fn new(document: &'d Document<'d>, hyphens: Hyphens) -> Self {
        Joiner { document, hyphens, vocabulary: None, mixes: None }
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
        if is_border(last, first) && *self.mixes.get_or_insert_with(|| mixes(self.document)) {
            return Joint::NOTHING;
        }
        separator(upper, lower, last, first)
    }

    /// Joins the halves of what may be a divided word or a compound that broke at its own hyphen.
    fn hyphenated(&mut self, upper: &str, lower: &str, hyphen: char) -> Joint {
        let halves = Halves::of(&upper[..upper.len() - hyphen.len_utf8()], lower);
        let goes_on = lower[halves.right.len()..].starts_with(is_hyphen);
        if halves.right.is_empty() {
            return if lower.starts_with(char::is_alphanumeric) { Joint::NOTHING } else { Joint::SPACE };
        }
        if !goes_on && SUSPENDED.contains(&halves.right.to_lowercase().as_str()) {
            return Joint::SPACE;
        }
        let may_go =
            self.hyphens == Hyphens::Mend && halves.right.starts_with(char::is_lowercase) && !goes_on;
        if may_go && self.is_divided(&halves) {
            Joint { cut: hyphen.len_utf8(), separator: Separator::Nothing }
        } else {
            Joint::NOTHING
        }
    }

    /// Whether the document's own words say that the hyphen only divides a word; where they say nothing,
    /// whether it divides words at all.
    fn is_divided(&mut self, halves: &Halves<'_>) -> bool {
        let vocabulary = self.vocabulary.get_or_insert_with(|| Vocabulary::of(self.document));
        let whole = vocabulary.knows(&format!("{}{}", halves.last(), halves.right));
        let compound = vocabulary.knows(&format!("{}-{}", halves.left, halves.right));
        if whole != compound {
            return whole;
        }
        let is_compound = halves.left.len() > halves.last().len()
            || FIRST_PARTS.contains(&halves.last().to_lowercase().as_str())
            || LAST_PARTS.contains(&halves.right)
            || (vocabulary.knows_both(halves) && halves.last().chars().nth(3).is_some());
        !is_compound && vocabulary.divides
    }
}

/// What stands before and after a hyphen at a line's end.
struct Halves<'t> {
    /// With the hyphens inside it.
    left: &'t str,
    right: &'t str,
}

impl<'t> Halves<'t> {
    /// `stem` is the upper line without its hyphen.
    fn of(stem: &'t str, lower: &'t str) -> Self {
        let from =
            stem.rfind(|c: char| !c.is_alphabetic() && !is_hyphen(c)).map_or(0, |at| next_char(stem, at));
        let to = lower.find(|c: char| !c.is_alphabetic()).unwrap_or(lower.len());
        Halves { left: &stem[from..], right: &lower[..to] }
    }

    /// The part of the left half after its last hyphen.
    fn last(&self) -> &'t str {
        self.left.rsplit(is_hyphen).next().unwrap_or(self.left)
    }
}

/// A document's words with their hyphens, and what they say of the hyphens at its line ends.
struct Vocabulary {
    words: HashSet<u32>,
    /// Whether the document divides words at its line ends.
    divides: bool,
}

impl Vocabulary {
    fn of(document: &Document<'_>) -> Self {
        let mut words = HashSet::new();
        let mut is_cut = false; // whether the line above ends in a hyphen: the first word may be half of one
        for scan in &document.scans {
            let tokens =
                scan.text.split_whitespace().map(|token| token.trim_matches(|c: char| !c.is_alphanumeric()));
            let whole = tokens.clone().count() - usize::from(scan.text.ends_with(is_hyphen));
            let known = tokens.take(whole).skip(usize::from(is_cut)).filter(|word| !word.is_empty());
            words.extend(known.map(words::hash));
            is_cut = scan.text.ends_with(is_hyphen);
        }
        let mut vocabulary = Vocabulary { words, divides: false };
        vocabulary.divides = vocabulary.has_fragments(document);
        vocabulary
    }

    /// Whether a line ends in half a word: once where neither half is a word of its own, else twice.
    fn has_fragments(&self, document: &Document<'_>) -> bool {
        let mut signs = 0;
        for pair in document.scans.windows(2) {
            let Some(stem) = pair[0].text.strip_suffix(is_hyphen) else { continue };
            let halves = Halves::of(stem, pair[1].text);
            let is_word = stem.ends_with(char::is_lowercase) && halves.right.starts_with(char::is_lowercase);
            if pair[1].blanks > 0
                || !is_word
                || self.knows_both(&halves)
                || LAST_PARTS.contains(&halves.right)
            {
                continue;
            }
            signs += if self.knows(halves.last()) || self.knows(halves.right) { 1 } else { 2 };
        }
        signs >= 2
    }

    fn knows(&self, word: &str) -> bool {
        let hash = words::hash(word);
        // Short function words of one language are syllables of another.
        self.words.contains(&hash) || (word.len() > 3 && words::look_up(hash).is(Known::FUNCTION))
    }

    fn knows_both(&self, halves: &Halves<'_>) -> bool {
        self.knows(halves.last()) && self.knows(halves.right)
    }
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
        || (first == '/' && !is_path(lower))
        || is_inside_quotes(upper, lower, last, first)
        || is_inside_url(upper, lower);
    if is_tight { Joint::NOTHING } else { Joint::SPACE }
}

/// Whether a character of a script without spaces and a letter or digit of another stand side by side.
fn is_border(a: char, b: char) -> bool {
    let is_other = |c: char| c.is_alphanumeric() && !is_unspaced(c);
    (is_unspaced(a) && is_other(b)) || (is_other(a) && is_unspaced(b))
}

/// Whether a document puts no space at such borders: Chinese and Japanese have no rule for it.
fn mixes(document: &Document<'_>) -> bool {
    let (mut tight, mut spaced) = (0, 0);
    for scan in &document.scans {
        let (mut before, mut space) = ('\u{0}', false);
        for c in scan.text.chars() {
            if c == ' ' {
                space = true;
                continue;
            }
            let border = is_border(before, c);
            tight += usize::from(border && !space);
            spaced += usize::from(border && space);
            (before, space) = (c, false);
        }
    }
    tight > spaced
}

/// Whether a straight quote opens at the end of the upper line or closes at the start of the lower.
fn is_inside_quotes(upper: &str, lower: &str, last: char, first: char) -> bool {
    let closes = first == '"' && !lower[1..].starts_with(char::is_alphanumeric);
    (last == '"' || closes) && upper.matches('"').count() % 2 == 1
}

/// Whether the line starts with a path of its own, not with the rest of "and/or".
fn is_path(lower: &str) -> bool {
    lower.split_whitespace().next().is_some_and(|token| token.matches('/').count() > 1)
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

/// First parts of compounds with a hyphen of their own.
const FIRST_PARTS: [&str; 25] = [
    "well", "self", "long", "short", "high", "low", "half", "non", "ex", "semi", "multi", "anti", "post",
    "full", "first", "second", "third", "two", "three", "four", "five", "six", "cross", "all", "real",
];

/// Last parts of such compounds.
const LAST_PARTS: [&str; 39] = [
    "based",
    "driven",
    "free",
    "friendly",
    "like",
    "time",
    "end",
    "term",
    "level",
    "quality",
    "up",
    "off",
    "on",
    "in",
    "down",
    "out",
    "by",
    "grid",
    "duty",
    "style",
    "sized",
    "rich",
    "specific",
    "wide",
    "related",
    "oriented",
    "powered",
    "focused",
    "made",
    "known",
    "owned",
    "ready",
    "proof",
    "scale",
    "consuming",
    "resourced",
    "world",
    "looking",
    "saving",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lines;

    /// The two lines as they are joined, in a document with some more text below.
    fn joined_in(upper: &str, lower: &str, rest: &str, hyphens: Hyphens) -> String {
        let text = format!("{upper}\n{lower}\n{rest}");
        let lines = Lines::new(&text);
        let document = Document::new(&lines);
        let Joint { cut, separator } = Joiner::new(&document, hyphens).joint(0);
        format!("{}{}{lower}", &upper[..upper.len() - cut], separator.as_str())
    }

    fn joined(upper: &str, lower: &str) -> String {
        joined_in(upper, lower, "", Hyphens::Mend)
    }

    #[test]
    fn a_space_stands_between_words_and_nothing_where_none_is_written() {
        for (upper, lower, wanted) in [
            ("the old", "boat", "the old boat"),
            ("the boat", ", which", "the boat, which"),
            ("the boat", ") sank", "the boat) sank"),
            ("and then", "... nothing", "and then ... nothing"),
            ("and then", "… nothing", "and then … nothing"),
            ("the skipper", "'s boat", "the skipper's boat"),
            ("the skipper", "’s boat", "the skipper’s boat"),
            ("it is", "n't true", "it isn't true"),
            ("the boat (", "a ferry", "the boat (a ferry"),
            ("the boat", "(a ferry", "the boat (a ferry"),
            ("said “", "No", "said “No"),
            ("said", "“No", "said “No"),
            ("ropes and/", "or tar", "ropes and/or tar"),
            ("ropes /", "tar", "ropes / tar"),
            ("ropes", "/tar", "ropes/tar"),
            ("see", "/home/ada is", "see /home/ada is"),
            ("he said \"", "no\" again", "he said \"no\" again"),
            ("he said \"no", "\" again", "he said \"no\" again"),
            ("he said", "\"no\" again", "he said \"no\" again"),
            ("he said \"no\"", "and left", "he said \"no\" and left"),
            ("he said \"no\" and \"yes", "\" again", "he said \"no\" and \"yes\" again"),
            ("渡船每天", "早上", "渡船每天早上"),
            ("渡船，", "abc", "渡船，abc"),
            ("abc", "，渡船", "abc，渡船"),
            ("ภาษา", "ไทย", "ภาษาไทย"),
            ("한국", "어", "한국 어"),
        ] {
            assert_eq!(joined(upper, lower), wanted);
        }
    }

    #[test]
    fn an_address_goes_on_where_it_is_long_and_what_follows_looks_like_its_rest() {
        for (upper, lower, goes_on) in [
            ("see http://tern.example/ferries", "/timetable is", true),
            ("see http://tern.example/ferries", "2024-winter.html", true),
            ("see https://tern.example/ferry", "?day=1 is", true),
            ("see www.tern.example/ferries", "a_b", true),
            ("see http://tern.example/ferries", "timetable is", false),
            ("see http://tern.example/ferries", "time-table, is", false),
            ("see http://tern.ex/f", "a/b", false),
            ("see tern.example/ferries/again", "a-b", false),
            ("http://tern.example/ferries is", "a-b", false),
        ] {
            let space = if goes_on { "" } else { " " };
            assert_eq!(joined(upper, lower), format!("{upper}{space}{lower}"));
        }
    }

    #[test]
    fn a_soft_hyphen_goes_unless_every_hyphen_is_to_stay() {
        assert_eq!(joined("the ham\u{ad}", "per of"), "the hamper of");
        assert_eq!(joined_in("the ham\u{ad}", "per of", "", Hyphens::Keep), "the ham\u{ad}per of");
    }

    #[test]
    fn a_hyphen_that_divides_no_word_stays() {
        for (upper, lower, wanted) in [
            ("from 3-", "5 boats", "from 3-5 boats"),
            ("so it is -", "they say", "so it is - they say"),
            ("from 3-", "“five”", "from 3- “five”"),
            ("the F-", "16 is", "the F-16 is"),
            ("the well-", "“known”", "the well- “known”"),
            ("winter-", "and summer boats", "winter- and summer boats"),
            ("winter-", "and-summer boats", "winter-and-summer boats"),
            ("the Anglo-", "Saxon boats", "the Anglo-Saxon boats"),
            ("a well-", "known boat", "a well-known boat"),
            ("a wind-", "powered boat", "a wind-powered boat"),
            ("a state-of-the-", "art boat", "a state-of-the-art boat"),
            ("a ham-", "per-like box", "a ham-per-like box"),
        ] {
            assert_eq!(joined(upper, lower), wanted);
        }
    }

    #[test]
    fn the_documents_own_words_say_whether_a_hyphen_divides_one() {
        let divides = "they were wai-\nting\n"; // neither half is a word: words are divided here
        for (upper, lower, rest, wanted) in [
            ("the ham-", "per of", "", "the hamper of"),
            ("the Ham-", "per of", "", "the Hamper of"),
            ("the boat-", "yard of", "the boatyard is", "the boatyard of"),
            ("the boat-", "yard of", "the boat-yard is", "the boat-yard of"),
            ("the boat-", "yard of", "the boat-yard and the boatyard", "the boatyard of"),
            ("the boat-", "yard of", "a boat in a yard", "the boat-yard of"),
            ("the boat-", "yard of", "one boat, no more", "the boat-yard of"),
            ("the boat-", "yard of", &format!("{divides}one boat, no more"), "the boatyard of"),
            ("the boat-", "yard of", &format!("{divides}a boat in a yard"), "the boat-yard of"),
            ("the tar-", "yard of", &format!("{divides}tar in a yard"), "the taryard of"),
            ("the tar-", "based of", divides, "the tar-based of"),
            ("the self-", "yard of", divides, "the self-yard of"),
            ("the tar-boat-", "yard of", divides, "the tar-boat-yard of"),
            // Where one half is a word of its own, this one line shows nothing.
            ("the ham-", "per of", "the per is\n", "the ham-per of"),
        ] {
            assert_eq!(joined_in(upper, lower, rest, Hyphens::Mend), wanted, "{rest:?}");
            assert_eq!(joined_in(upper, lower, rest, Hyphens::Keep), format!("{upper}{lower}"), "{rest:?}");
        }
    }

    #[test]
    fn words_of_other_scripts_are_joined_as_the_document_writes_them() {
        for (rest, wanted) in [
            ("", "渡船 abc"),
            ("渡船abc港口", "渡船abc"),
            ("渡船 abc 港口", "渡船 abc"),
            ("渡船abc 港口\n港口abc", "渡船abc"),
            ("渡船abc 港口", "渡船 abc"),
        ] {
            assert_eq!(joined_in("渡船", "abc", rest, Hyphens::Mend), wanted, "{rest}");
        }
        assert_eq!(joined_in("abc", "渡船", "渡船3港口", Hyphens::Mend), "abc渡船");
    }
}
