//! Marks inside a line: brackets and quotes left open, tables, code, and the spaces between words.

use crate::text::class::is_alphanumeric;

/// What one pass over a line's bytes finds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks {
    /// Number of ASCII spaces.
    pub(super) spaces: usize,
    /// Number of commas, at most 255.
    pub(super) commas: u8,
    /// Words before the first end of a sentence inside the line; `None` where there is none.
    pub(super) head: Option<u8>,
    /// Words after the last end of a sentence inside the line, less one.
    pub(super) tail: u8,
    flags: u8,
}

const ALPHANUMERIC: u8 = 1;
const TABLE: u8 = 2;
const CODE: u8 = 4;
const OPEN_BRACKET: u8 = 8;
const OPEN_QUOTE: u8 = 16;
const STAMP: u8 = 32;
const TITLE: u8 = 64;

impl Marks {
    /// Looks through the text of a line.
    pub(super) fn of(text: &str) -> Self {
        let mut counts = Counts::default();
        counts.add(text);
        let mut flags = 0;
        let mut set = |flag: u8, on: bool| flags |= if on { flag } else { 0 };
        set(ALPHANUMERIC, text.chars().any(is_alphanumeric));
        set(TABLE, counts.tabs > 0 || counts.pipes >= 2 || counts.has_gap);
        set(CODE, counts.code || is_code(text, counts.signs > 0));
        set(OPEN_BRACKET, counts.brackets > 0);
        set(OPEN_QUOTE, counts.quotes % 2 == 1 || counts.curly > 0);
        set(STAMP, is_stamp(text));
        set(TITLE, counts.capitals >= 2 && counts.capitals >= 3 * counts.small);
        let narrow = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
        Marks {
            spaces: counts.spaces,
            commas: narrow(counts.commas),
            head: counts.first_stop.map(|spaces| narrow(spaces + 1)),
            tail: narrow(counts.spaces - counts.last_stop.min(counts.spaces)),
            flags,
        }
    }

    fn has(self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Whether the line holds a letter or a digit.
    pub(super) fn is_alphanumeric(self) -> bool {
        self.has(ALPHANUMERIC)
    }

    /// Whether the line looks like a row of a table: a tab, three spaces or two pipes.
    pub(super) fn is_table(self) -> bool {
        self.has(TABLE)
    }

    /// Whether the line looks like program text.
    pub(super) fn is_code(self) -> bool {
        self.has(CODE)
    }

    /// Whether a round bracket is left open.
    pub(super) fn is_bracket_open(self) -> bool {
        self.has(OPEN_BRACKET)
    }

    /// Whether a quote is left open.
    pub(super) fn is_quote_open(self) -> bool {
        self.has(OPEN_QUOTE)
    }

    /// Whether the line is in title case: most words of more than three letters have a capital.
    pub(super) fn is_title(self) -> bool {
        self.has(TITLE)
    }

    /// Whether the line starts with a time of day or a nick name in angle brackets.
    pub(super) fn is_stamped(self) -> bool {
        self.has(STAMP)
    }
}

#[derive(Default)]
struct Counts {
    spaces: usize,
    tabs: usize,
    pipes: usize,
    signs: usize,
    quotes: usize,
    brackets: isize,
    curly: isize,
    commas: usize,
    /// Words with a capital, and words of more than three small letters.
    capitals: usize,
    small: usize,
    /// Spaces before the first and the last end of a sentence inside the line.
    first_stop: Option<usize>,
    last_stop: usize,
    code: bool,
    /// Three spaces in a row.
    has_gap: bool,
}

impl Counts {
    fn add(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut word = 0; // where the current word starts
        for (at, &byte) in bytes.iter().enumerate() {
            if IS_PLAIN[usize::from(byte)] {
                continue;
            }
            if byte == b' ' {
                self.spaces += 1;
                self.has_gap |= bytes[at + 1..].starts_with(b"  ");
                self.count_word(&bytes[word..at]);
                word = at + 1;
            } else {
                self.mark(bytes, at);
            }
        }
        self.count_word(&bytes[word..]);
    }

    /// Counts the byte at `at`, which is no space.
    #[inline]
    fn mark(&mut self, bytes: &[u8], at: usize) {
        let byte = bytes[at];
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        let follows = |lead: [u8; 2]| at >= 2 && bytes[at - 2..at] == lead;
        match byte {
            b'\t' => self.tabs += 1,
            b',' => self.commas += 1,
            b'.' | b'!' | b'?' if next == b' ' && is_stop(bytes, at) => {
                self.first_stop.get_or_insert(self.spaces);
                self.last_stop = self.spaces + 1;
            }
            // U+3002 is E3 80 82.
            0x82 if follows([0xe3, 0x80]) && at + 1 < bytes.len() => {
                self.first_stop.get_or_insert(self.spaces);
                self.last_stop = self.spaces;
            }
            b'"' => self.quotes += 1,
            b'(' => {
                self.brackets += 1;
                self.code |= next == b')';
            }
            b')' => self.brackets -= 1,
            b'|' => {
                self.pipes += 1;
                self.code |= next == b'|';
            }
            b'&' => self.code |= next == b'&',
            b':' => self.code |= next == b':',
            b'-' => self.code |= next == b'>',
            b'=' | b'!' | b'<' | b'>' => {
                self.signs += 1;
                self.code |= next == b'=' || (byte == b'=' && next == b'>');
            }
            // U+201C and U+201D are E2 80 9C and E2 80 9D.
            0x9c if follows([0xe2, 0x80]) => self.curly += 1,
            0x9d if follows([0xe2, 0x80]) => self.curly -= 1,
            _ => {}
        }
    }

    fn count_word(&mut self, word: &[u8]) {
        match word.first() {
            Some(b) if b.is_ascii_uppercase() => self.capitals += 1,
            Some(b) if b.is_ascii_lowercase() && word.len() > 3 => self.small += 1,
            _ => {}
        }
    }
}

/// Bytes that say nothing by themselves: letters, digits, and most of the bytes of other characters.
const IS_PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let signs = b" \t,.!?\"()|&:-=<>\x82\x9c\x9d";
    let mut at = 0;
    while at < signs.len() {
        plain[signs[at] as usize] = false;
        at += 1;
    }
    plain
};

/// Whether a mark before a space ends a sentence: small letters before it, none after it.
fn is_stop(bytes: &[u8], at: usize) -> bool {
    let is_small =
        |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_lowercase() || *b >= 0x80 || *b == b')');
    at >= 2
        && is_small(at - 1)
        && is_small(at - 2)
        && bytes.get(at + 2).is_some_and(|b| !b.is_ascii_lowercase())
}

/// Whether the line begins or ends as statements, comments and markup do.
fn is_code(text: &str, has_sign: bool) -> bool {
    const OPENINGS: [&str; 11] =
        ["#include", "#define", "//", "/*", "*/", "<?", "</", "$ ", ">>> ", "import ", "def "];
    if text.ends_with(['{', '}', ';']) || OPENINGS.iter().any(|opening| text.starts_with(opening)) {
        return true;
    }
    let is_class = text.starts_with("class ") && text.ends_with(':');
    let is_from = text.starts_with("from ") && text.split(' ').nth(2) == Some("import");
    let is_tag = text.strip_prefix('<').is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()));
    is_class || is_from || is_tag || (has_sign && is_assignment(text))
}

/// Whether the line starts with one name, an equals sign and a space.
fn is_assignment(text: &str) -> bool {
    let name = text.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
    name.len() < text.len() && name.trim_start_matches(' ').starts_with("= ")
}

/// Whether the line starts like a log or a chat: `[12:30`, `12:30`, `<nick>`.
fn is_stamp(text: &str) -> bool {
    let stamp = text.strip_prefix(['[', '(']).unwrap_or(text);
    let is_nick = text.strip_prefix('<').is_some_and(|rest| {
        let name = rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
        name.len() < rest.len() && name.starts_with('>')
    });
    is_time(stamp) || behind_date(stamp).is_some_and(is_time) || is_nick
}

/// As `9:05` and `09:05:31`, whatever follows.
fn is_time(text: &str) -> bool {
    let time = text.as_bytes();
    let digits = time.iter().take(3).take_while(|b| b.is_ascii_digit()).count();
    (1..=2).contains(&digits)
        && time.get(digits) == Some(&b':')
        && time.len() > digits + 2
        && time[digits + 1..digits + 3].iter().all(u8::is_ascii_digit)
}

/// What follows a date as in `2024-03-02T`, `2024/03/02 ` and `Mar  2 `.
fn behind_date(text: &str) -> Option<&str> {
    let day = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    if text.len() - day.len() == 3 && text.starts_with(|c: char| c.is_ascii_uppercase()) {
        let time = day.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        return time.strip_prefix(' ');
    }
    let date = text.as_bytes().get(..10)?;
    let is_date = date.iter().enumerate().all(|(at, byte)| match at {
        4 | 7 => matches!(byte, b'-' | b'/' | b'.'),
        _ => byte.is_ascii_digit(),
    });
    is_date.then(|| text[10..].strip_prefix(['T', ' '])).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_from_prose() {
        let code = [
            "int x = 5;",
            "if (a == b) {",
            "x = copy.copy(y)",
            "#include <stdio.h>",
            "fn a() -> b",
            "a && b",
            "<div>",
            "</p>",
            "import copy",
            "from a import b",
            "$ ls",
            "// why",
        ];
        for text in code {
            assert!(Marks::of(text).is_code(), "{text}");
        }
        for text in
            ["He said so.", "See (below)", "The price = $5", "From there we import grain", "Mr. X & Co"]
        {
            assert!(!Marks::of(text).is_code(), "{text}");
        }
    }

    #[test]
    fn tables_stamps_and_open_marks_are_told_from_prose() {
        assert!(
            Marks::of("Size   Date").is_table()
                && Marks::of("a | b | c").is_table()
                && Marks::of("a\tb").is_table()
        );
        assert!(!Marks::of("a  b").is_table() && !Marks::of("a | b").is_table());
        for line in ["2024-03-02 06:14:07 pump", "[2024/03/02T06:14 pump", "Mar  2 06:14:07 host pump"] {
            assert!(Marks::of(line).is_stamped(), "{line}");
        }
        assert!(!Marks::of("2024-03-02 was cold").is_stamped() && !Marks::of("May 5 to 6:30").is_stamped());
        assert!(Marks::of("12:30 Lunch").is_stamped() && Marks::of("[09:15:01] x").is_stamped());
        assert!(Marks::of("<anna_b> hi").is_stamped() && !Marks::of("1:2 won").is_stamped());
        assert!(Marks::of("seen (here").is_bracket_open() && !Marks::of("seen (here)").is_bracket_open());
        assert!(Marks::of("he said “and").is_quote_open() && !Marks::of("“a” “b”").is_quote_open());
        assert!(!Marks::of("— * —").is_alphanumeric());
    }

    #[test]
    fn each_sign_of_code_is_one_by_itself_and_only_where_code_has_it() {
        for (code, prose) in [
            ("f() was", "f( ) was"),
            ("a || b", "a | b"),
            ("a && b", "a & b"),
            ("std::fs of", "std : fs of"),
            ("a -> b", "a - > b"),
            ("a => b", "so a = > b"),
            ("a == b", "if a = b"),
            ("a != b", "a ! b"),
            ("a <= b", "a < b"),
            ("a >= b", "a > b"),
            ("a = b", "a b = c"),
            ("tide_2  = b", "tide_2  =b"),
            ("let {", "let { x"),
            ("so it is;", "so; it is"),
            ("}", "} x"),
            ("class Boat:", "class Boat"),
            ("class Boat:", "A class Boat:"),
            ("from a import b", "from a we import b"),
            ("<a href", "< a href"),
            ("/* why", "7/* why"),
            ("*/ why", "* / why"),
            ("#define A", "# define A"),
            ("<?xml", "< ?xml"),
            (">>> tide", ">> tide"),
            ("def tide", "deft tide"),
        ] {
            assert!(Marks::of(code).is_code(), "{code}");
            assert!(!Marks::of(prose).is_code(), "{prose}");
        }
    }

    #[test]
    fn an_end_of_a_sentence_inside_a_line_divides_its_words() {
        for (line, head, tail) in [
            ("no end in here", None, 3),
            ("It rained. We left.", Some(2), 1),
            ("It rained. We left! But they stayed on.", Some(2), 3),
            ("Why (so)? Nobody knows", Some(2), 1),
            ("It cost 3. The rest", None, 4),
            ("at St. Tern", None, 2),
            ("in the U.S. Army", None, 3),
            ("the Tern Co. and others", None, 4),
            ("a. Then", None, 1),
            ("it rained. and then", None, 3),
            ("夜。朝 then", Some(1), 1),
            ("夜。", None, 0),
            ("été. Puis", Some(1), 0),
        ] {
            let marks = Marks::of(line);
            assert_eq!((marks.head, marks.tail), (head, tail), "{line}");
        }
        assert_eq!(Marks::of(&"word ".repeat(400)).tail, u8::MAX);
    }

    #[test]
    fn spaces_and_commas_are_counted() {
        let count = |line| (Marks::of(line).spaces, Marks::of(line).commas);
        assert_eq!(count("ropes, oars,and tar"), (2, 2));
        assert_eq!(count("ropes"), (0, 0));
        assert_eq!(count(&",".repeat(300)), (0, 255));
    }

    #[test]
    fn a_bracket_or_quote_is_open_until_it_is_closed() {
        for (line, bracket, quote) in [
            ("a (b", true, false),
            ("a (b) (c", true, false),
            ("a) b", false, false),
            ("a (b) c", false, false),
            ("\"a", false, true),
            ("\"a\"", false, false),
            ("\"a\" \"b", false, true),
            ("“a", false, true),
            ("“a” b", false, false),
            ("a” b", false, false),
            ("Ŝ a “b", false, true),
            ("aŜ", false, false),
            ("ŝŜŝ", false, false),
            ("a — b", false, false),
        ] {
            let marks = Marks::of(line);
            assert_eq!((marks.is_bracket_open(), marks.is_quote_open()), (bracket, quote), "{line}");
        }
    }

    #[test]
    fn most_words_of_a_title_have_a_capital() {
        for title in ["The Old Ferry", "The Old Ferry of the Sound", "The Ferry Left Tern early"] {
            assert!(Marks::of(title).is_title(), "{title}");
        }
        for other in ["Ferry", "The Old Ferry sank early", "The ferry left", "the old boat", "12 14 15", ""] {
            assert!(!Marks::of(other).is_title(), "{other}");
        }
    }

    #[test]
    fn a_table_has_a_tab_three_spaces_or_two_bars() {
        for row in ["a\tb", "a   b", "a | b | c", "|a|"] {
            assert!(Marks::of(row).is_table(), "{row}");
        }
        for other in ["a  b", "a  b  c", "a | b", "a b c d"] {
            assert!(!Marks::of(other).is_table(), "{other}");
        }
    }

    #[test]
    fn a_stamp_is_a_time_a_date_with_one_or_a_name_in_angle_brackets() {
        for line in
            ["9:05 a", "09:05", "(12:30) a", "2024.03.02 06:14", "Mar 12 06:14", "<a> b", "[Mar  2 6:14"]
        {
            assert!(Marks::of(line).is_stamped(), "{line}");
        }
        for line in [
            "123:05 a",
            ":05 a",
            "9:5 a",
            "9.05 a",
            "9:0",
            "12 30",
            "<a b> c",
            "<a",
            "<a-b>",
            "2024-03-0206:14",
            "2024-03-02",
            "Mars 12 06:14",
            "mar 12 06:14",
            "Mar 12x06:14",
            "2024 03 02 06:14",
            "x2024-03-02 06:14",
            "<>",
        ] {
            assert!(!Marks::of(line).is_stamped(), "{line}");
        }
    }

    #[test]
    fn a_line_with_a_letter_or_digit_of_any_script_is_no_row_of_marks() {
        for line in ["a", "3", "— 港 —", "٣", "* é *"] {
            assert!(Marks::of(line).is_alphanumeric(), "{line}");
        }
        assert!(!Marks::of("* * *").is_alphanumeric() && !Marks::of("").is_alphanumeric());
    }
}
