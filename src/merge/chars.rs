//! Which characters matter to a line break: marks that close or open, and scripts written without spaces.

/// Marks that end a sentence.
pub(super) fn is_terminal(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।' | '॥' | '‽' | '｡' | '։' | '።')
}

/// Quotes and brackets that may follow the end of a sentence.
pub(super) fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '›') || is_closing_bracket(c)
}

/// Brackets that close.
pub(super) fn is_closing_bracket(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '）' | '」' | '』' | '】' | '〉' | '》' | '］' | '｝')
}

/// Brackets that open.
pub(super) fn is_opening_bracket(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '（' | '「' | '『' | '【' | '〈' | '《' | '［' | '｛')
}

/// Quotes that open, where they can be told from those that close.
pub(super) fn is_opening_quote(c: char) -> bool {
    matches!(c, '“' | '„' | '‘' | '«' | '‹' | '‚')
}

/// Marks no line of its own begins with.
pub(super) fn is_continuing(c: char) -> bool {
    matches!(
        c,
        ',' | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
            | ']'
            | '}'
            | '”'
            | '’'
            | '»'
            | '%'
            | '،'
            | '؛'
            | '，'
            | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | '」'
            | '』'
            | '】'
            | '…'
            | '》'
            | '〉'
            | 'ー'
    )
}

/// Hyphens a margin may have made, the soft hyphen not among them.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Dashes longer than a hyphen.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '–' | '—' | '―')
}

/// Invisible: shows only where a line breaks there.
pub(super) const SOFT_HYPHEN: char = '\u{ad}';

/// Chinese and Japanese characters and their full-width marks: two columns wide, no space between.
pub(super) fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x2e80..=0x30ff | 0x3400..=0x9fff | 0xf900..=0xfaff | 0xff00..=0xffef | 0x20000..=0x3ffff)
}

/// Letters of a script that puts no space between words, or between all of them: Chinese, Japanese, Thai,
/// Lao, Burmese, Khmer.
pub(super) fn is_unspaced(c: char) -> bool {
    is_wide(c) || is_south_east_asian(c)
}

/// Thai, Lao, Burmese and Khmer.
pub(super) fn is_south_east_asian(c: char) -> bool {
    matches!(u32::from(c), 0xe00..=0xeff | 0x1000..=0x109f | 0x1780..=0x17ff)
}

/// Columns `text` takes, a wide character counting two and a combining mark none. Counts lead bytes, so marks
/// beyond U+036F count as one column: the figure serves to compare lines of one document.
pub(crate) fn columns(text: &str) -> usize {
    let mut columns = 0;
    // Sums over short runs of bytes stay in one byte each, which the compiler turns into vector code.
    for run in text.as_bytes().chunks(255) {
        let (mut starts, mut wide, mut marks) = (0u8, 0u8, 0u8);
        for &byte in run {
            starts += u8::from(byte & 0xc0 != 0x80);
            wide += u8::from((0xe3..=0xe9).contains(&byte) || byte >= 0xef);
            marks += u8::from(byte == 0xcc || byte == 0xcd);
        }
        columns += usize::from(starts) + usize::from(wide) - usize::from(marks);
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_wide_characters_twice_and_accents_not_at_all() {
        for (text, want) in [("", 0), ("abc", 3), ("für", 3), ("漢字。", 6), ("e\u{301}a", 2), ("“a”", 3)]
        {
            assert_eq!(columns(text), want, "{text:?}");
        }
        assert_eq!(columns(&"漢".repeat(1000)), 2000);
    }

    #[test]
    fn marks_are_of_the_classes_their_names_say_and_letters_of_none() {
        type Class = fn(char) -> bool;
        let table: [(Class, &str, &str); 11] = [
            (is_terminal, ".!?…。！？؟۔।॥‽｡։", ",:;)a1-"),
            (is_closing, "\"'”’»›)]}）」』】〉》］｝", "“„«([a.,"),
            (is_closing_bracket, ")]}）」』】〉》］｝", "\"”([a."),
            (is_opening_bracket, "([{（「『【〈《［｛", ")]}\"“a"),
            (is_opening_quote, "“„‘«‹‚", "\"'”’»›(a"),
            (is_continuing, ",.;:!?)]}”’»%،؛，。、；：！？）」』】…》〉ー", "\"“«(-a1"),
            (is_hyphen, "-\u{2010}\u{2011}", "–—\u{ad}a"),
            (is_dash, "–—―", "-\u{2010}a"),
            (is_wide, "漢の。！\u{20000}豈", "aéקไ\u{a000}\u{2e7f}"),
            (is_south_east_asian, "ไລကខ", "a漢क"),
            (is_unspaced, "漢のไລကខ", "a한क1"),
        ];
        for (number, (is_of_class, inside, outside)) in table.into_iter().enumerate() {
            for c in inside.chars() {
                assert!(is_of_class(c), "{c:?} in class {number}");
            }
            for c in outside.chars() {
                assert!(!is_of_class(c), "{c:?} in class {number}");
            }
        }
    }

    #[test]
    fn columns_are_the_same_however_long_the_text() {
        for text in ["a漢e\u{301}é“", "\u{ff01}\u{3000}a", "\u{34f}a한"] {
            for times in [1, 7, 60, 300] {
                assert_eq!(columns(&text.repeat(times)), times * columns(text), "{text:?}");
            }
        }
        assert_eq!(columns("\u{ff01}\u{3000}a"), 5);
    }
}
