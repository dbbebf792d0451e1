//! What of a line is counted: its text without what changes from page to page.

/// Longest key of a line, in bytes; of a longer one a digest stands for what follows [`HEAD`].
pub(super) const LONGEST: usize = 120;
/// Most bytes of a longer line that its key begins with.
const HEAD: usize = 96;

/// Writes the key of a line: its letters in lower case, each run of digits as `0`, each run of white space as one
/// space, none at the ends. Gives whether there is one: a line without a letter has none.
pub(super) fn key(line: &str, key: &mut String) -> bool {
    key.clear();
    let lettered = if line.is_ascii() { plain(line, key) } else { any(line, key) };
    key.truncate(key.trim_end().len());
    shorten(key);
    lettered
}

/// The key of a line of ASCII, which most lines are: the same as [`any`] gives, sooner.
fn plain(line: &str, key: &mut String) -> bool {
    let mut lettered = false;
    let mut last = b' ';
    for byte in line.bytes() {
        let byte = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {
                lettered = true;
                byte.to_ascii_lowercase()
            }
            b'0'..=b'9' => b'0',
            b'\t'..=b'\r' => b' ',
            byte => byte,
        };
        if byte != last || (byte != b' ' && byte != b'0') {
            key.push(char::from(byte));
        }
        last = byte;
    }
    lettered
}

fn any(line: &str, key: &mut String) -> bool {
    let mut lettered = false;
    let mut last = ' ';
    for c in line.chars() {
        if c.is_alphabetic() {
            lettered = true;
            key.extend(c.to_lowercase());
            last = c;
            continue;
        }
        let c = match c {
            c if c.is_whitespace() => ' ',
            c if c.is_numeric() => '0',
            c => c,
        };
        if c != last || (c != ' ' && c != '0') {
            key.push(c);
        }
        last = c;
    }
    lettered
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
    fn long_lines_are_told_apart_by_what_follows_their_head() {
        let long = |end: &str| of(&("Ä".repeat(200) + end)).unwrap();
        assert!(long("a").len() <= LONGEST);
        assert!(long("a") != long("b") && long("a") == long("A"));
        assert!(long("a").starts_with(&"ä".repeat(HEAD / 2)));
    }
}
