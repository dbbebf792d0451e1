//! What the merger knows of one line by itself, found in one pass over it.

use super::chars::{
    SOFT_HYPHEN, columns, is_closing, is_continuing, is_dash, is_hyphen, is_opening_bracket,
    is_opening_quote, is_south_east_asian, is_terminal, is_unspaced, is_wide,
};
use super::marks::Marks;
use super::words::{self, Known};
use crate::text::class::{is_alphabetic, is_alphanumeric, is_lowercase, is_numeric, is_uppercase};
use crate::text::trim;

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// A lower-case letter.
    Low,
    /// A word with an upper-case last letter.
    Upper,
    /// A word with an upper-case first letter.
    Capital,
    /// A Chinese or Japanese character.
    Wide,
    /// A letter of a script without upper and lower case.
    Caseless,
    Digit,
    /// The end of a sentence.
    Stop,
    /// A sentence that ends within quotes or brackets.
    StopClosed,
    /// A number and a full stop, as in a date or a list.
    Ordinal,
    Abbreviation,
    /// A closing quote or bracket.
    Closed,
    /// An opening quote or bracket.
    Open,
    Colon,
    Semicolon,
    Comma,
    Hyphen,
    Dash,
    Slash,
    /// A web or mail address.
    Address,
    Other,
}

/// How a line starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    Low,
    Capital,
    /// A word in capitals.
    Upper,
    /// A Chinese or Japanese character.
    Wide,
    /// A letter of a script without upper and lower case.
    Caseless,
    Digit,
    /// A bullet or the number of a list item.
    Bullet,
    /// A mark or an ending no line begins with.
    Continuing,
    Quote,
    Bracket,
    Symbol,
    /// A web or mail address.
    Address,
    Other,
}

/// The first or the last word of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Word {
    /// Without regard to case; 0 where there is no word.
    pub(super) hash: u32,
    pub(super) known: Known,
}

impl Word {
    fn new(word: &str) -> Self {
        if word.is_empty() {
            return Word::default();
        }
        let hash = words::hash(word);
        Word { hash, known: words::look_up(hash) }
    }
}

/// One line that is not blank.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan<'t> {
    /// Without indent, quote marks and trailing white space.
    pub(super) text: &'t str,
    /// Its index among all lines.
    pub(super) index: usize,
    /// Blank lines before it, at most [`Scan::MANY_BLANKS`].
    pub(super) blanks: u8,
    /// Number of quote marks before it.
    pub(super) quotes: u32,
    /// Columns before the text.
    pub(super) indent: u32,
    /// Columns of indent and text.
    pub(super) width: u32,
    /// Columns of the first word.
    pub(super) first_width: u32,
    /// Number of words; where a script puts no spaces between them, an estimate.
    pub(super) words: u32,
    pub(super) end: End,
    pub(super) start: Start,
    pub(super) first: Word,
    pub(super) last: Word,
    pub(super) marks: Marks,
}

impl<'t> Scan<'t> {
    /// As many blank lines before a line as are told apart.
    pub(super) const MANY_BLANKS: u8 = 2;

    /// Scans a line that is not blank. `line` is whole, `quoted` the length of its quote prefix.
    pub(super) fn new(line: &'t str, index: usize, blanks: u8, quoted: usize) -> Self {
        let quotes = narrow(line[..quoted].matches('>').count());
        let body = &line[quoted..];
        let text = trim(body);
        let lead = text.as_ptr() as usize - body.as_ptr() as usize;
        let indent = narrow(indent_columns(&body[..lead]));
        let text_columns = columns(text);
        let marks = Marks::of(text);
        let bytes = text.as_bytes();
        let first_token = &text[..memchr::memchr2(b' ', b'\t', bytes).unwrap_or(text.len())];
        let last_token = &text[memchr::memrchr2(b' ', b'\t', bytes).map_or(0, |at| at + 1)..];
        let first_char = text.chars().next().unwrap_or(' ');
        let first = first_word(first_token);
        let last = last_word(last_token);
        let words =
            if is_unspaced(first_char) { (marks.spaces + 1).max(text_columns / 5) } else { marks.spaces + 1 };
        Scan {
            text,
            index,
            blanks,
            quotes,
            indent,
            width: indent.saturating_add(narrow(text_columns)),
            first_width: first_columns(first_token, first_char),
            words: narrow(words),
            end: end(text, last_token, last),
            start: start(text, first_token, first),
            first: Word::new(first),
            last: Word::new(last),
            marks,
        }
    }

    /// Whether the line ends in an article, a preposition or a conjunction.
    pub(super) fn ends_strong(&self) -> bool {
        let alone = self.words == 1;
        self.last.known.is(Known::STRONG)
            && match self.end {
                End::Low | End::Caseless => true,
                End::Capital | End::Upper => alone,
                _ => false,
            }
    }

    /// Whether the line goes on from the one above by its looks: lower case or a mark no line begins with.
    pub(super) fn starts_inside(&self) -> bool {
        matches!(self.start, Start::Low | Start::Continuing)
    }
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn indent_columns(lead: &str) -> usize {
    lead.chars().fold(0, |column, c| if c == '\t' { (column / 8 + 1) * 8 } else { column + 1 })
}

/// Columns the first word asks for on the line above. Scripts without spaces break within a phrase.
fn first_columns(token: &str, first: char) -> u32 {
    if is_wide(first) {
        2
    } else if is_south_east_asian(first) {
        narrow(columns(token)).min(8)
    } else {
        narrow(columns(token))
    }
}

/// The letters of a token's first word, with the apostrophes and hyphens inside it.
fn first_word(token: &str) -> &str {
    let Some(from) = token.find(is_alphabetic) else { return "" };
    let rest = &token[from..];
    if rest.starts_with(is_wide) {
        return &rest[..rest.chars().next().map_or(0, char::len_utf8)];
    }
    let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
    rest[..end].trim_end_matches(['\'', '’', '-'])
}

/// The letters of a token's last word.
fn last_word(token: &str) -> &str {
    let token = token.trim_end_matches(|c: char| !is_alphabetic(c));
    if token.ends_with(is_wide) {
        return &token[token.char_indices().next_back().map_or(0, |(at, _)| at)..];
    }
    let start =
        token.char_indices().rev().take_while(|&(_, c)| is_word(c)).last().map_or(token.len(), |(at, _)| at);
    token[start..].trim_start_matches(['\'', '’', '-'])
}

fn is_word(c: char) -> bool {
    is_alphabetic(c) || matches!(c, '\'' | '’' | '-') || is_mark(c)
}

/// Vowel signs of Indic and South East Asian scripts and accents: not alphabetic, yet inside words.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && matches!(u32::from(c), 0x300..=0x36f | 0x900..=0xeff) && !is_terminal(c)
}

/// Whether the token is a web or mail address, or most of one.
fn is_address(token: &str) -> bool {
    let Some(at) = memchr::memchr3(b':', b'@', b'.', token.as_bytes()).filter(|_| token.len() > 5) else {
        return false;
    };
    let rest = &token[at..];
    rest.starts_with("://") || token.starts_with("www.") || {
        let host = token.split_once('@').filter(|(name, _)| !name.is_empty());
        host.is_some_and(|(_, host)| host.contains('.'))
    }
}

fn end(text: &str, last_token: &str, last: &str) -> End {
    if is_address(last_token) && last_token.ends_with(|c: char| is_alphanumeric(c) || c == '/') {
        return End::Address;
    }
    let bare = text.trim_end_matches(is_closing);
    let Some(c) = bare.chars().next_back() else { return End::Other };
    let is_closed = bare.len() < text.len();
    if is_terminal(c) {
        return if is_closed { End::StopClosed } else { stop(c, last_token) };
    }
    let final_char = text.chars().next_back().unwrap_or(c);
    if is_opening_bracket(final_char) || is_opening_quote(final_char) || opens_straight_quote(text) {
        return End::Open;
    }
    if is_closed {
        return End::Closed;
    }
    match c {
        ':' | '：' => End::Colon,
        ';' | '؛' | '；' => End::Semicolon,
        ',' | '،' | '，' | '、' => End::Comma,
        SOFT_HYPHEN => End::Hyphen,
        _ if is_hyphen(c) => {
            let before = bare[..bare.len() - c.len_utf8()].chars().next_back();
            if before.is_some_and(is_alphabetic) { End::Hyphen } else { End::Dash }
        }
        _ if is_dash(c) => End::Dash,
        '/' => End::Slash,
        _ if is_numeric(c) => End::Digit,
        _ if is_wide(c) && is_alphabetic(c) => End::Wide,
        _ if is_lowercase(c) => {
            if last.starts_with(is_uppercase) {
                End::Capital
            } else {
                End::Low
            }
        }
        _ if is_uppercase(c) => End::Upper,
        _ if is_alphabetic(c) || is_mark(c) => End::Caseless,
        _ => End::Other,
    }
}

/// What a full stop or another mark at the very end of a line says.
fn stop(mark: char, last_token: &str) -> End {
    if mark != '.' {
        return End::Stop;
    }
    let word = last_token.trim_end_matches('.').trim_start_matches(['(', '[', '"', '“']);
    if word.is_empty() || last_token.ends_with("..") {
        End::Stop
    } else if word.chars().all(|c| c.is_ascii_digit()) {
        End::Ordinal
    } else if is_initials(word) || words::look_up(words::hash(word)).is(Known::ABBREVIATION) {
        End::Abbreviation
    } else {
        End::Stop
    }
}

/// Whether `word` is single letters with full stops between, as in "U.S".
fn is_initials(word: &str) -> bool {
    word.split('.').all(|part| {
        let mut chars = part.chars();
        chars.next().is_some_and(is_alphabetic) && chars.next().is_none()
    })
}

/// Whether the line ends in a straight quote that opens: an odd one after a space.
fn opens_straight_quote(text: &str) -> bool {
    text.ends_with('"') && text[..text.len() - 1].ends_with(' ') && text.matches('"').count() % 2 == 1
}

fn start(text: &str, token: &str, first: &str) -> Start {
    if is_bullet(text) {
        return Start::Bullet;
    }
    if is_address(token) {
        return Start::Address;
    }
    let mut chars = text.chars();
    let Some(c) = chars.next() else { return Start::Other };
    let next = chars.next();
    if is_continuing(c) || text.starts_with("'s ") || text.starts_with("n't") {
        let doubled = is_doubled(text);
        let is_code = matches!(c, '.' | ':' | ';' | '!' | '?' | ',' | '%')
            && next.is_some_and(|c| is_alphanumeric(c) || matches!(c, '/' | '_' | '-'));
        return if doubled || is_code { Start::Other } else { Start::Continuing };
    }
    match c {
        '"' | '\'' => Start::Quote,
        _ if is_opening_quote(c) => Start::Quote,
        _ if is_opening_bracket(c) => Start::Bracket,
        _ if is_numeric(c) => Start::Digit,
        _ if is_lowercase(c) => Start::Low,
        _ if is_uppercase(c) => {
            let is_upper = first.chars().nth(1).is_some() && !first.chars().any(is_lowercase);
            if is_upper { Start::Upper } else { Start::Capital }
        }
        _ if is_wide(c) && is_alphabetic(c) => Start::Wide,
        _ if is_alphabetic(c) => Start::Caseless,
        '-' | '/' | '|' | '&' | '+' | '=' | '<' | '>' | '@' | '#' => Start::Symbol,
        _ if is_dash(c) => Start::Symbol,
        _ => Start::Other,
    }
}

/// Whether the line starts with a run of marks, as an ellipsis or a scope in code does.
fn is_doubled(text: &str) -> bool {
    text.starts_with('…') || ["..", "::", "!!", "??"].iter().any(|run| text.starts_with(run))
}

/// Whether the line starts with a bullet, the number or letter of a list item, a heading mark or a footnote.
fn is_bullet(text: &str) -> bool {
    let mut chars = text.chars();
    let Some(c) = chars.next() else { return false };
    let spaced = |rest: &str| rest.starts_with(char::is_whitespace);
    match c {
        '•' | '‣' | '◦' | '▪' | '●' | '○' | '■' | '□' | '►' | '▶' | '✓' | '✔' | '✗' | '➤' | '❖' | '⁃'
        | '∙' => true,
        '-' | '–' | '—' | '*' | '+' | '›' | '»' | '·' | '→' => spaced(chars.as_str()),
        '#' => spaced(text.trim_start_matches('#')),
        '[' => chars.as_str().split_once(']').is_some_and(|(label, _)| is_number(label)),
        '(' => is_label(chars.as_str()),
        _ if c.is_ascii_alphanumeric() => is_label(text),
        _ => false,
    }
}

fn is_number(label: &str) -> bool {
    (1..=3).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_digit())
}

/// Whether the text starts with a number, one letter or a Roman number, a full stop or bracket, and a space.
fn is_label(text: &str) -> bool {
    let Some(at) = text.bytes().take(6).position(|b| b == b'.' || b == b')') else { return false };
    let label = &text[..at];
    let is_letter = label.len() == 1 && label.bytes().all(|b| b.is_ascii_alphabetic());
    let is_roman = (1..=5).contains(&at) && label.bytes().all(|b| matches!(b | 0x20, b'i' | b'v' | b'x'));
    (is_number(label) || is_letter || is_roman) && text[at + 1..].starts_with(char::is_whitespace)
}

/// The length of a line's quote prefix, `> ` or `>>`: marks, each with at most one space before it, and one after.
pub(crate) fn quote_prefix(line: &str) -> usize {
    let bytes = line.as_bytes();
    let (mut at, mut end) = (0, 0);
    loop {
        let mark = at + usize::from(bytes.get(at) == Some(&b' '));
        if bytes.get(mark) != Some(&b'>') {
            break;
        }
        at = mark + 1;
        end = at;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(line: &str) -> Scan<'_> {
        Scan::new(line, 0, 0, quote_prefix(line))
    }

    /// How these lines end.
    const ENDS: [(End, &[&str]); 20] = [
        (End::Low, &["down to the sea", "a crème brûlé", "see (3 of them) here"]),
        (End::Upper, &["made by NASA", "in the year of X"]),
        (End::Capital, &["off to Rome", "said Élodie", "the Mid-Atlantic"]),
        (End::Wide, &["渡船每天早上", "港の"]),
        (End::Caseless, &["ภาษาไทย", "שלום", "नमस्ते", "قال هذا"]),
        (End::Digit, &["in 1984", "about 3,5", "٣"]),
        (
            End::Stop,
            &[
                "It rained.",
                "Why?",
                "No!",
                "so it goes...",
                "and then…",
                "完了。",
                "نعم؟",
                "है।",
                "(see there.",
                "left the ferry.",
            ],
        ),
        (End::StopClosed, &["(It rained.)", "“No!”", "he said 'go.'", "「完了。」", "[so it was.]"]),
        (End::Ordinal, &["on the 3.", "chapter 12."]),
        (End::Abbreviation, &["Ropes etc.", "Tern Ferries Ltd.", "in the U.S.", "by J.", "(z.b."]),
        (End::Closed, &["the boat (a ferry)", "the “Tern”", "a note [3]", "le «Tern»", "the skippers'"]),
        (End::Open, &["the boat (", "he said “", "he said \"", "lists [", "er sagte „", "il dit «"]),
        (End::Colon, &["as follows:", "如下："]),
        (End::Semicolon, &["it rained;", "雨；", "مطر؛"]),
        (End::Comma, &["ropes,", "绳子，", "縄、", "حبل،"]),
        (End::Hyphen, &["a long-", "a long\u{2010}", "a long\u{2011}", "Schif\u{ad}", "3\u{ad}"]),
        (End::Dash, &["it rained –", "it rained —", "it rained ―", "it rained -", "from 3-", "--"]),
        (End::Slash, &["ropes and/", "either /"]),
        (
            End::Address,
            &[
                "see http://tern.example/a",
                "see www.tern.example/",
                "ask ada@tern.example",
                "see ftp://tern/",
            ],
        ),
        (End::Other, &["ropes *", "5 €", "a + b =", "”", "ask @"]),
    ];

    #[test]
    fn a_line_ends_as_its_last_word_or_mark_does() {
        for (end, lines) in ENDS {
            for line in lines {
                assert_eq!(scan(line).end, end, "{line}");
            }
        }
        // What only looks like an address, or is followed by a mark, ends as any other line.
        for (line, end) in [
            ("ask ada@tern", End::Low),
            ("a@b.c", End::Low),
            ("@tern.example", End::Low),
            ("see tern.example", End::Low),
            ("see http://tern.example.", End::Stop),
            ("he said \"no\"", End::Closed),
            ("six inches 6\"", End::Closed),
            ("cut \"a\" and \"", End::Open),
            ("a \"b\" \"", End::Open),
            ("\"a \"", End::Closed),
        ] {
            assert_eq!(scan(line).end, end, "{line}");
        }
    }

    /// How these lines start.
    const STARTS: [(Start, &[&str]); 13] = [
        (Start::Low, &["the sea", "élan", "i went"]),
        (Start::Capital, &["The sea", "Élan", "A boat", "I went", "McNeil left", "UN-led talks"]),
        (Start::Upper, &["NASA said", "THE boat"]),
        (Start::Wide, &["渡船每天", "の港"]),
        (Start::Caseless, &["ภาษา", "שלום", "नमस्ते", "قال"]),
        (Start::Digit, &["1984 was", "3,5 km", "٣ boats", "1234. was"]),
        (
            Start::Bullet,
            &[
                "• ropes",
                "- ropes",
                "– ropes",
                "— ropes",
                "* ropes",
                "+ ropes",
                "› ropes",
                "» ropes",
                "· ropes",
                "→ ropes",
                "# Ropes",
                "### Ropes",
                "[1] Ropes",
                "[123] Ropes",
                "(1) ropes",
                "(a) ropes",
                "1. Ropes",
                "12) ropes",
                "a. ropes",
                "B) ropes",
                "iv. ropes",
                "XVIII. Ropes",
                "999. ropes",
                "▶ropes",
                "✓ done",
            ],
        ),
        (
            Start::Continuing,
            &[
                ", and", ". Then", "; so", ") and", "] and", "” he", "’ he", "»he", "% of", "，又", "。又",
                "、", "、又", "ー", "'s boat", "n't go", ": so", "! he", "? he", "）又", "،و",
            ],
        ),
        (Start::Quote, &["\"No\"", "'No'", "“No”", "„Nein", "‘No’", "«Non»", "‹Non›"]),
        (Start::Bracket, &["(see", "[see", "{see", "「港", "（港", "[1234] x", "(see 3)"]),
        (
            Start::Symbol,
            &[
                "-ropes", "/tmp", "| a", "& so", "+3", "= 4", "< 3", "@ada", "#harbour", "–ropes", "―",
                "—ropes",
            ],
        ),
        (
            Start::Address,
            &["http://tern.example is", "www.tern.example", "ada@tern.example wrote", "https://tern/"],
        ),
        (
            Start::Other,
            &[
                "*ropes*",
                "€5",
                "... and",
                "…and",
                "::",
                "!!",
                "?? why",
                ".5 km",
                ":name",
                ":/",
                "%d",
                "!important",
            ],
        ),
    ];

    #[test]
    fn a_line_starts_as_its_first_word_or_mark_does() {
        for (start, lines) in STARTS {
            for line in lines {
                assert_eq!(scan(line).start, start, "{line}");
            }
        }
    }

    #[test]
    fn the_words_at_a_lines_ends_are_known_without_the_marks_around_them() {
        let word = |word: &str| Word::new(word);
        for (line, first, last) in [
            ("“The boat (of)", "the", "of"),
            ("Don't go there's", "don't", "there's"),
            ("well-known and so-called", "well-known", "so-called"),
            ("dogs' 'dogs", "dogs", "dogs"),
            ("... 3 ,", "", ""),
            ("12th of May2", "th", "May"),
            ("渡船 and 渡船。", "渡", "船"),
            ("क्या नमस्ते", "क्या", "नमस्ते"),
            ("c\u{301}a is a\u{301}", "c\u{301}a", "a"),
        ] {
            let scan = scan(line);
            assert_eq!((scan.first, scan.last), (word(first), word(last)), "{line}");
        }
        assert_ne!(word("the"), word("then"));
        assert_eq!(Word::new("").hash, 0);
    }

    #[test]
    fn widths_are_columns_and_words_are_counted_or_estimated() {
        for (line, indent, width, first_width, words) in [
            ("one two three", 0, 13, 3, 3),
            ("   one two  ", 3, 10, 3, 2),
            ("\tone", 8, 11, 3, 1),
            ("  \tone", 8, 11, 3, 1),
            ("\t  one", 10, 13, 3, 1),
            ("> one two", 1, 8, 3, 2),
            ("für uns", 0, 7, 3, 2),
            ("one\ttwo", 0, 7, 3, 1),
            ("渡船每天早上从北岸出发", 0, 22, 2, 4),
            ("ภาษาไทยภาษาไทย", 0, 14, 8, 2),
        ] {
            let scan = scan(line);
            assert_eq!(
                (scan.indent, scan.width, scan.first_width, scan.words),
                (indent, width, first_width, words),
                "{line:?}"
            );
        }
    }

    #[test]
    fn a_quote_prefix_is_its_marks_and_the_spaces_between_them() {
        for (line, length, quotes) in [
            ("> a", 1, 1),
            (">> a", 2, 2),
            ("> > a", 3, 2),
            (" > a", 2, 1),
            ("  > a", 0, 0),
            (">  > a", 1, 1),
            ("a > b", 0, 0),
            ("", 0, 0),
            (">", 1, 1),
        ] {
            assert_eq!(quote_prefix(line), length, "{line:?}");
            if length < line.len() {
                assert_eq!(scan(line).quotes, quotes, "{line:?}");
            }
        }
    }

    #[test]
    fn only_a_line_that_ends_in_an_article_or_the_like_cannot_end_there() {
        for line in ["went to the", "a boat of", "He and", "OF", "The"] {
            assert!(scan(line).ends_strong(), "{line}");
        }
        for line in ["went to the.", "a boat", "Made Of", "went to the,", "NOT OF", "it was late"] {
            assert!(!scan(line).ends_strong(), "{line}");
        }
        for line in ["and so", ", and"] {
            assert!(scan(line).starts_inside(), "{line}");
        }
        assert!(!scan("And so").starts_inside() && !scan("- and so").starts_inside());
    }
}
