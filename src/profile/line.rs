//! What of a line is counted: its text without what changes from page to page.

use std::char::ToLowercase;

use crate::text::class::Class;

/// Longest key of a line, in bytes; of a longer one a digest stands for what follows [`HEAD`].
pub(super) const LONGEST: usize = 120;
/// Most bytes of a longer line that its key begins with.
const HEAD: usize = 96;

/// Writes the key of a line: its letters in lower case, each run of digits as `0`, each run of white space as one
/// space, none at the ends. Gives whether there is one: a line without a letter has none.
pub(super) fn key(line: &str, key: &mut String) -> bool {
    let lettered = if line.is_ascii() { plain(line, key) } else { any(line, key) };
    key.truncate(key.trim_end().len());
    shorten(key);
    lettered
}

/// What each byte of ASCII becomes.
const FOLDED: [u8; 128] = {
    let mut folded = [0; 128];
    let mut byte = 0;
    while byte < 128u8 {
        folded[byte as usize] = match byte {
            b'0'..=b'9' => b'0',
            b'\t'..=b'\r' => b' ',
            byte => byte.to_ascii_lowercase(),
        };
        byte += 1;
    }
    folded
};

/// The key of a line of ASCII, which most lines are: the same as [`any`] gives, without a branch for each byte.
fn plain(line: &str, key: &mut String) -> bool {
    let mut bytes = std::mem::take(key).into_bytes();
    bytes.clear();
    bytes.resize(line.len(), 0);
    let mut lettered = false;
    let (mut end, mut last) = (0, b' ');
    for byte in line.bytes() {
        let byte = FOLDED[usize::from(byte & 0x7f)];
        lettered |= byte.is_ascii_lowercase();
        bytes[end] = byte;
        let again = byte == last && (byte == b' ' || byte == b'0');
        end += usize::from(!again);
        last = byte;
    }
    bytes.truncate(end);
    *key = String::from_utf8(bytes).unwrap_or_default(); // it is ASCII
    lettered
}

fn any(line: &str, key: &mut String) -> bool {
    key.clear();
    let mut lettered = false;
    let mut last = ' ';
    for c in line.chars() {
        let c = match Folded::of(c) {
            Folded::Letter(c) => {
                lettered = true;
                c
            }
            Folded::Letters(lower) => {
                lettered = true;
                key.extend(lower);
                last = c;
                continue;
            }
            Folded::Other(c) if c == last && (c == ' ' || c == '0') => continue,
            Folded::Other(c) => c,
        };
        key.push(c);
        last = c;
    }
    lettered
}

/// What a character becomes.
enum Folded {
    Letter(char),
    Letters(ToLowercase),
    Other(char),
}

impl Folded {
    /// What has no other case is not looked for: that takes a search.
    fn of(c: char) -> Folded {
        if c.is_ascii() {
            let c = char::from(FOLDED[c as usize]);
            return if c.is_ascii_lowercase() { Folded::Letter(c) } else { Folded::Other(c) };
        }
        let class = Class::of(c);
        match c {
            '\u{3041}'..='\u{3096}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => Folded::Letter(c),
            _ if class.is_lowercase() => Folded::Letter(c),
            _ if class.is_alphabetic() => Folded::Letters(c.to_lowercase()),
            _ if class.is_whitespace() => Folded::Other(' '),
            _ if class.is_numeric() => Folded::Other('0'),
            _ => Folded::Other(c),
        }
    }
}

fn shorten(key: &mut String) {
    if key.len() <= LONGEST {
        return;
    }
    // In letters alone: the key of a key is itself.
    let digest: String = digest(key.as_bytes())
        .to_be_bytes()
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(letter)
        .collect();
    let end = (0..=HEAD).rev().find(|&end| key.is_char_boundary(end)).unwrap_or(0);
    key.truncate(end);
    key.push_str("… ");
    key.push_str(&digest);
}

fn letter(nibble: u8) -> char {
    char::from(b'a' + nibble)
}

/// FNV-1a: the same on every machine, as profiles are files.
fn digest(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Option<String> {
        let mut text = String::new();
        key(line, &mut text).then_some(text)
    }

    #[test]
    fn case_digits_and_white_space_do_not_count() {
        for (line, expected) in [
            ("  Page 12\u{a0}of\t 340 ", "page 0 of 0"),
            ("5 June 2025, 07:42", "0 june 0, 0:0"),
            ("ÜBER uns", "über uns"),
            ("٣ من ١٢ صفحة", "0 من 0 صفحة"),
            ("aa  bb --", "aa bb --"),
            ("0a00", "0a0"),
            ("a\u{1}\u{1}\u{b} b", "a\u{1}\u{1} b"),
        ] {
            assert_eq!(of(line).as_deref(), Some(expected));
            assert_eq!(of(&format!("{line} ж")), Some(format!("{expected} ж")), "of ASCII or not");
        }
        for blank in ["", "  ", "12 345", "* * *", "-0-"] {
            assert_eq!(of(blank), None);
        }
    }

    #[test]
    fn what_is_quick_for_common_characters_is_what_unicode_says() {
        for c in '\0'..=char::MAX {
            let (folded, lettered) = match Folded::of(c) {
                Folded::Letter(c) => (c.to_string(), true),
                Folded::Letters(lower) => (lower.collect(), true),
                Folded::Other(c) => (c.to_string(), false),
            };
            let expected = match c {
                c if c.is_alphabetic() => c.to_lowercase().collect(),
                c if c.is_whitespace() => " ".to_owned(),
                c if c.is_numeric() => "0".to_owned(),
                c => c.to_string(),
            };
            assert_eq!((folded, lettered), (expected, c.is_alphabetic()), "{c:?}");
        }
    }

    #[test]
    fn long_lines_are_told_apart_by_what_follows_their_head() {
        let long = |end: &str| of(&("Ä".repeat(200) + end)).unwrap();
        assert!(long("a").len() <= LONGEST);
        assert!(long("a") != long("b") && long("a") == long("A"));
        assert!(long("a").starts_with(&"ä".repeat(HEAD / 2)));
    }
}
