//! Classes of characters that any script may bring: what ends a sentence, opens a quote, or stands for a word
//! by itself. No language is asked for anywhere.

/// Chinese characters and Japanese kana: each stands for about 1/1.7 of a word.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Scripts written without spaces between words: CJK, Thai, Lao, Burmese, Khmer. Each character is a token.
pub(crate) fn is_unspaced(c: char) -> bool {
    is_cjk(c) || matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Ends a sentence.
pub(crate) fn is_terminal(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।' | '॥' | '።' | '｡' | '‽')
}

/// May stand behind the mark that ends a sentence.
pub(crate) fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '）' | '」' | '』' | '】' | '›' | '“')
}

/// Opens quoted speech at the start of a line.
pub(crate) fn opens_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '„' | '«' | '‘' | '\'' | '「' | '『' | '‹')
}

/// A mark that stands before the items of a list.
pub(crate) fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '*'
            | '+'
            | '-'
            | '–'
            | '—'
            | '·'
            | '▪'
            | '►'
            | '‣'
            | '◦'
            | '●'
            | '○'
            | '■'
            | '✓'
            | '✔'
            | '➤'
            | '▸'
    )
}

/// A sign of money.
pub(crate) fn is_currency(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '₹' | '₽' | '₩' | '￥' | '₺' | '₫' | '฿' | '₴' | '₪')
}
