//! What a line shows by itself: lengths, ends, marks, dates, and its place on the page.

use super::curves::ln_1p;
use super::script::{is_bullet, is_closer, is_currency, is_terminal, opens_quote};
use super::tally::{ARROW, AT, BAR, COLON, CURRENCY, DOT, PAREN, PERCENT, PERIOD, QUOTE, Tally, tally};
use crate::text::class::{is_alphanumeric, is_lowercase, is_numeric, is_uppercase};
use crate::text::{trim, trim_start};

/// Declares the own-line features: a constant index and a name each.
macro_rules! features {
    ($($(#[$doc:meta])* $index:ident,)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(usize)]
        enum Slot { $($index,)* COUNT }
        /// Number of own-line features.
        pub(crate) const COUNT: usize = Slot::COUNT as usize;
        /// Their names, in order.
        pub(crate) const NAMES: [&str; COUNT] = [$(stringify!($index),)*];
        /// Index of each feature.
        #[allow(non_upper_case_globals, dead_code)]
        pub(crate) mod at { $($(#[$doc])* pub(crate) const $index: usize = super::Slot::$index as usize;)* }
    };
}

features! {
    /// ln(1 + characters), CJK counted three times, over 6.
    log_chars,
    /// ln(1 + words), a CJK character counted 1/1.7, over 4.
    log_words,
    /// ln(1 + characters), CJK counted twice, over 6.
    log_width,
    chars_to_3, chars_to_9, chars_to_19, chars_to_34, chars_to_59, chars_to_99, chars_to_159, chars_to_299, chars_300,
    mean_word,
    ends_sentence, ends_colon, ends_comma, ends_ellipsis, ends_question, ends_exclamation,
    starts_lower, starts_upper, starts_digit, starts_quote, starts_quote_unended,
    bullet,
    capitalised, all_capitals, title_like, name_like, long_unended,
    digits, punctuation, commas, inner_ends, short_lower, symbols_only,
    url, email, date, date_short, price, bar, arrow, middle_dot, percent, quotes, parenthesis,
    cjk, mostly_cjk, not_latin,
    copies, first_copy, later_copy,
    blank_none, blank_one, blank_more,
    from_top, from_end, top_5, end_5, top_20, end_20,
    joined_above, joined_below,
}

/// Upper edges of the length bins, in characters.
const BINS: [f32; 8] = [4.0, 10.0, 20.0, 35.0, 60.0, 100.0, 160.0, 300.0];
/// The same for the shape of a line, which is coarser.
const SHAPE_BINS: [f32; 7] = [6.0, 14.0, 24.0, 40.0, 64.0, 110.0, 200.0];

/// What of a line is needed beside its features.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outline {
    /// An id shared by lines that look alike: length, first character, end, digits, bullet.
    pub(crate) shape: u16,
    /// Byte offset in the line where the text behind white space and bullets begins.
    pub(crate) body: usize,
}

/// Where the text of a line begins behind white space and leading bullets, and whether there was a bullet.
fn body(line: &str) -> (usize, bool) {
    let mut rest = trim_start(line);
    let mut bullet = false;
    while let Some(c) = rest.chars().next().filter(|&c| is_bullet(c)) {
        let behind = &rest[c.len_utf8()..];
        let text = behind.trim_start();
        if text.is_empty() || text.len() == behind.len() {
            break;
        }
        rest = text;
        bullet = true;
    }
    (line.len() - rest.len(), bullet)
}

/// Fills in what the line shows by itself; place and copies are filled in by the page.
pub(crate) fn fill(line: &str, row: &mut [f32]) -> Outline {
    let (start, bullet) = body(line);
    let body = trim(&line[start..]);
    let t = tally(body);
    let nonspace = t.nonspace.max(1) as f32;
    let words = t.words.max(1) as f32;
    let width = (t.chars + t.cjk) as f32;
    lengths(&t, row);
    let ends = ends(body, row);
    let date = t.digits > 0 && has_date(body);
    let capitalised = t.capitals as f32 / words;
    let flag = |on: bool| f32::from(u8::from(on));
    row[at::bullet] = flag(bullet);
    row[at::capitalised] = capitalised;
    row[at::all_capitals] = flag(t.upper > 0 && t.upper == t.cased && t.alnum > 1);
    row[at::title_like] = flag(capitalised >= 0.6 && (3..=20).contains(&t.words) && !ends.sentence);
    row[at::name_like] =
        flag((2..=4).contains(&t.words) && t.capitals == t.words && t.digits == 0 && width < 40.0);
    row[at::long_unended] = flag(!ends.sentence && width >= 60.0);
    row[at::digits] = t.digits as f32 / nonspace;
    row[at::punctuation] = t.nonspace.saturating_sub(t.alnum) as f32 / nonspace;
    row[at::commas] = (t.commas as f32 / words).min(0.3) * 3.0;
    row[at::inner_ends] = ((1 + t.inner_ends) as f32).ln() / 2.0;
    row[at::short_lower] = t.short_lower as f32 / words;
    row[at::symbols_only] = flag(t.alnum == 0);
    row[at::url] = flag(t.flags & (COLON | PERIOD) != 0 && has_url(body));
    row[at::email] = flag(t.flags & AT != 0 && has_email(body));
    row[at::date] = flag(date);
    row[at::date_short] = flag(date && width < 60.0);
    row[at::price] = flag(t.digits > 0 && has_price(body, &t));
    for (index, bit) in [(at::bar, BAR), (at::arrow, ARROW), (at::middle_dot, DOT), (at::percent, PERCENT)] {
        row[index] = flag(t.flags & bit != 0);
    }
    row[at::quotes] = flag(t.flags & QUOTE != 0);
    row[at::parenthesis] = flag(t.flags & PAREN != 0);
    row[at::cjk] = flag(t.cjk > 0);
    row[at::mostly_cjk] = flag(t.unspaced as f32 > 0.3 * nonspace);
    row[at::not_latin] = t.beyond_latin as f32 / t.chars.max(1) as f32;
    Outline { shape: shape(body, width, &ends, t.digits as f32 / nonspace, bullet), body: start }
}

fn lengths(t: &Tally, row: &mut [f32]) {
    let chars = (t.chars + 2 * t.cjk) as f32;
    let words =
        if t.unspaced == 0 { ln_1p(t.words) } else { (t.words as f32 + t.unspaced as f32 / 1.7).ln_1p() };
    row[at::log_chars] = ln_1p(t.chars + 2 * t.cjk) / 6.0;
    row[at::log_words] = words / 4.0;
    row[at::log_width] = ln_1p(t.chars + t.cjk) / 6.0;
    let bin = BINS.iter().take_while(|&&edge| chars >= edge).count();
    row[at::chars_to_3 + bin] = 1.0;
    row[at::mean_word] = (t.nonspace as f32 / t.words.max(1) as f32 / 10.0).min(2.0);
}

struct Ends {
    sentence: bool,
    colon: bool,
}

fn ends(body: &str, row: &mut [f32]) -> Ends {
    let flag = |on: bool| f32::from(u8::from(on));
    let last = body.chars().next_back().unwrap_or(' ');
    let sentence = body.trim_end_matches(is_closer).chars().next_back().is_some_and(is_terminal);
    let colon = matches!(last, ':' | '：');
    row[at::ends_sentence] = flag(sentence);
    row[at::ends_colon] = flag(colon);
    row[at::ends_comma] = flag(matches!(last, ',' | ';' | '，' | '、' | '；' | '،' | '؛'));
    row[at::ends_ellipsis] = flag(body.ends_with("...") || last == '…');
    row[at::ends_question] = flag(matches!(last, '?' | '？' | '؟'));
    row[at::ends_exclamation] = flag(matches!(last, '!' | '！'));
    let mut chars = body.chars();
    let first = chars.next().unwrap_or(' ');
    let quote = opens_quote(first);
    let letter = if quote || matches!(first, '(' | '[') { chars.next().unwrap_or(first) } else { first };
    row[at::starts_lower] = flag(is_lowercase(letter));
    row[at::starts_upper] = flag(is_uppercase(letter));
    row[at::starts_digit] = flag(is_numeric(letter));
    row[at::starts_quote] = flag(quote);
    row[at::starts_quote_unended] = flag(quote && !sentence);
    Ends { sentence, colon }
}

fn shape(body: &str, width: f32, ends: &Ends, digits: f32, bullet: bool) -> u16 {
    let bin = SHAPE_BINS.iter().take_while(|&&edge| width >= edge).count() as u16;
    let first = match body.chars().next() {
        Some(c) if is_uppercase(c) => 0,
        Some(c) if is_lowercase(c) => 1,
        Some(c) if is_numeric(c) => 2,
        _ => 3,
    };
    let end = if ends.sentence { 2 } else { u16::from(ends.colon) };
    let number = if digits == 0.0 { 0 } else { 1 + u16::from(digits >= 0.3) };
    (((bin * 4 + first) * 3 + end) * 3 + number) * 2 + u16::from(bullet)
}

fn has_url(body: &str) -> bool {
    let bytes = body.as_bytes();
    let at_colon = |i: usize| bytes[i..].starts_with(b"://");
    let at_dot = |i: usize| {
        let behind = &body[i + 1..];
        let domain = ["com", "org"].iter().find_map(|domain| behind.strip_prefix(domain));
        bytes[..i].ends_with(b"www") || domain.is_some_and(|rest| !rest.starts_with(is_word))
    };
    memchr::memchr2_iter(b':', b'.', bytes).any(|i| if bytes[i] == b':' { at_colon(i) } else { at_dot(i) })
}

fn is_word(c: char) -> bool {
    is_alphanumeric(c) || c == '_'
}

fn has_email(body: &str) -> bool {
    body.split_whitespace().any(|word| {
        word.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.rfind('.').is_some_and(|dot| dot > 0 && dot + 1 < host.len())
        })
    })
}

fn has_price(body: &str, t: &Tally) -> bool {
    if t.flags & CURRENCY != 0 {
        let beside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        return body.char_indices().filter(|&(_, c)| is_currency(c)).any(|(i, c)| {
            beside(body[i + c.len_utf8()..].trim_start().chars().next())
                || beside(body[..i].trim_end().chars().next_back())
        });
    }
    let bytes = body.as_bytes();
    let is_code = |at: usize| {
        matches!(bytes[at..].first_chunk(), Some(b"USD" | b"EUR" | b"GBP"))
            && !body[..at].ends_with(is_alphanumeric)
            && !body[at + 3..].starts_with(is_alphanumeric)
    };
    t.upper >= 3 && memchr::memchr3_iter(b'U', b'E', b'G', bytes).any(is_code)
}

/// A date or a time of day in figures, with or without the month's name, in any language.
fn has_date(body: &str) -> bool {
    // Few lines hold a first byte of the three, and only these are searched.
    if memchr::memchr2(0xe5, 0xe6, body.as_bytes()).is_some() && body.contains(['年', '月', '日']) {
        return true;
    }
    let mut last: [Option<Number>; 2] = [None, None];
    for number in numbers(body) {
        if let [_, Some(before)] = last {
            let gap = &body[before.end..number.start];
            if gap == ":" && before.digits() <= 2 && number.digits() == 2 {
                return true;
            }
            let chars = gap.chars().count();
            if before.digits() <= 2 && number.is_year() && (2..=15).contains(&chars) {
                return true;
            }
            if let [Some(first), _] = last {
                let first_gap = &body[first.end..before.start];
                let slashed = |gap: &str| matches!(gap, "-" | "/" | ".");
                if slashed(first_gap)
                    && slashed(gap)
                    && first.digits() <= 4
                    && before.digits() <= 2
                    && number.digits() <= 4
                {
                    return true;
                }
                if first.is_year()
                    && (1..=3).contains(&first_gap.chars().count())
                    && (1..=3).contains(&chars)
                    && before.digits() <= 2
                    && number.digits() <= 2
                {
                    return true;
                }
            }
        }
        last = [last[1], Some(number)];
    }
    false
}

#[derive(Clone, Copy)]
struct Number {
    start: usize,
    end: usize,
    value: u32,
}

impl Number {
    fn digits(&self) -> usize {
        self.end - self.start
    }

    /// A year of our time in the common or the Buddhist era.
    fn is_year(&self) -> bool {
        self.digits() == 4 && ((1900..2100).contains(&self.value) || (2443..2643).contains(&self.value))
    }
}

/// Runs of ASCII digits.
fn numbers(body: &str) -> impl Iterator<Item = Number> + '_ {
    let bytes = body.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(u8::is_ascii_digit)?;
        let end = start + bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
        at = end;
        let value = bytes[start..end].iter().take(5).fold(0, |v, &b| v * 10 + u32::from(b - b'0'));
        Some(Number { start, end, value })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: &str) -> Vec<f32> {
        let mut row = vec![0.0; COUNT];
        fill(line, &mut row);
        row
    }

    #[test]
    fn dates_and_times_of_day_are_seen() {
        for line in [
            "Wednesday, Jun 04, 2025",
            "4. Juni 2025",
            "2025-06-04",
            "04/06/25",
            "12:30",
            "2025年6月4日",
            "4 июня 2025 г.",
        ] {
            assert!(has_date(line), "{line}");
        }
        for line in ["12 of 40", "1,000,000", "version 3.2", "in 1999 and after", "call 555 1234 5678"] {
            assert!(!has_date(line), "{line}");
        }
    }

    #[test]
    fn prices_addresses_and_links_are_seen() {
        for line in ["$ 12.50", "12 €", "EUR 15", "¥1200"] {
            assert_eq!(row(line)[at::price], 1.0, "{line}");
        }
        for line in ["EUROPE 15", "éEUR 15", "EUR_15 1", "GB 3 P"] {
            assert_eq!(row(line)[at::price], f32::from(line.starts_with("EUR_")), "{line}");
        }
        assert_eq!(row("$HOME and 3 more")[at::price], 0.0);
        assert_eq!(row("write to me@example.org today")[at::email], 1.0);
        assert_eq!(row("me @ home. now")[at::email], 0.0);
        assert_eq!(row("see www.example.net")[at::url], 1.0);
        assert_eq!(row("command.commas")[at::url], 0.0);
    }

    #[test]
    fn bullets_are_taken_off_before_anything_is_measured() {
        let with = row("  • * Menu");
        assert_eq!((with[at::bullet], with[at::starts_upper], with[at::chars_to_9]), (1.0, 1.0, 1.0));
        assert_eq!(row("-5 degrees")[at::bullet], 0.0);
        assert_eq!(row("*")[at::bullet], 0.0);
    }

    #[test]
    fn sentences_end_in_many_scripts() {
        for line in ["He left.", "“He left.”", "他走了。", "「行こう」と言った。", "क्या है?", "وهو كذلك؟"]
        {
            assert_eq!(row(line)[at::ends_sentence], 1.0, "{line}");
        }
        assert_eq!(row("Read more »")[at::ends_sentence], 0.0);
        assert!(row("One. Two. Three.")[at::inner_ends] > row("One. two.")[at::inner_ends]);
    }
}
