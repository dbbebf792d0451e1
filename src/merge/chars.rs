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
}
