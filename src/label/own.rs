//! The kind a line shows by itself, whatever stands around it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use crate::features::Page;
use crate::plan::Kind;
use crate::text::{Lines, markup, trim};

/// Share of a line that set phrases make up where they name its kind.
const NAMED: f32 = 0.34;
/// The same for words that hardly stand in any other line.
const TELLING: f32 = 0.04;
/// Kinds whose set phrases are headers or buttons wherever they make up a whole line.
const WHOLE_KINDS: [Kind; 7] =
    [Kind::Related, Kind::Newsletter, Kind::Share, Kind::Cookie, Kind::Media, Kind::Pager, Kind::Banner];
/// Share of a line that set phrases must make up to be all of it.
pub(super) const WHOLE: f32 = 0.9;
/// Widest line, in columns, that is a date with little beside it.
const DATE_WIDTH: f32 = 45.0;
/// Most letters beside the numbers of a date, CJK counted four times: names of days and months, a place.
const DATE_LETTERS: usize = 24;

/// What a reader of the page would have seen of a row.
pub(super) fn text<'t>(lines: &'t Lines<'_>, page: &Page, row: usize) -> Cow<'t, str> {
    markup::bare(trim(lines.line(page.rows()[row].line)))
}

/// The kind the line itself shows, and how much of it does.
pub(super) fn own(page: &Page, row: usize, text: &str) -> Option<(Kind, f32)> {
    if page.is_symbols(row) {
        return Some((Kind::Symbol, 1.0));
    }
    if is_clock(text) {
        return Some((Kind::Media, 1.0));
    }
    if let Some(formed) = by_form(text) {
        return Some(formed);
    }
    if page.has_digits(row) && is_page_numbers(text) {
        return Some((Kind::Pager, 1.0));
    }
    if is_breadcrumb(text) {
        return Some((Kind::Nav, 1.0));
    }
    if page.rows()[row].tokens <= 12 && starts_as_byline(text) {
        return Some((Kind::Byline, 1.0));
    }
    by_phrases(page, row, text)
}

/// The kind of a line by its set phrases and its date.
fn by_phrases(page: &Page, row: usize, text: &str) -> Option<(Kind, f32)> {
    let shares = page.phrase_shares(row, text);
    let best = shares.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1)).filter(|best| best.1 > 0.0);
    let telling = |wanted: Kind| share_of(&shares, wanted) >= TELLING;
    let published =
        page.has_date(row) && page.rows()[row].tokens <= 24 && share_of(&shares, Kind::Byline) >= 0.15;
    if published || (page.has_short_date(row) && telling(Kind::Byline)) {
        return Some((Kind::Date, NAMED));
    }
    if let Some(named) =
        best.filter(|&(kind, share)| share >= NAMED && !(kind == Kind::Byline && page.has_short_date(row)))
    {
        return Some(named);
    }
    for kind in [Kind::Cookie, Kind::Legal, Kind::Newsletter] {
        if telling(kind) {
            return Some((kind, NAMED));
        }
    }
    if page.has_short_date(row) && page.width(row) <= DATE_WIDTH && letters(text) <= DATE_LETTERS {
        return Some((Kind::Date, NAMED));
    }
    best.filter(|&(kind, share)| {
        share >= 0.15 && matches!(kind, Kind::Newsletter | Kind::Share | Kind::Comments | Kind::Media)
    })
}

fn share_of(shares: &[(Kind, f32)], wanted: Kind) -> f32 {
    shares.iter().find(|(kind, _)| *kind == wanted).map_or(0.0, |(_, share)| *share)
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).map(|c| if c > '\u{2e7f}' { 4 } else { 1 }).sum()
}

/// As `0:00` and `01:12 / 03:40`.
fn is_clock(text: &str) -> bool {
    let marks = |c: char| c.is_ascii_digit() || matches!(c, ':' | '/' | ' ' | '-');
    text.len() <= 20 && text.contains(':') && text.chars().all(marks)
}

/// As `1 2 3 … 9 »`; a number alone may count replies or anything.
fn is_page_numbers(text: &str) -> bool {
    let numbers = || text.split_whitespace().filter(|word| word.chars().all(|c| c.is_ascii_digit()));
    let others = || {
        text.split_whitespace()
            .filter(|word| word.chars().any(|c| c.is_alphanumeric() && !c.is_ascii_digit()))
    };
    numbers().count() > 1 && others().count() == 0 && numbers().all(|word| word.len() <= 3)
}

/// The kind of a line that is a header, a button or a row of a player from end to end: it goes unless its score is sure.
pub(super) fn whole(page: &Page, row: usize, text: &str) -> Option<Kind> {
    let phrase = || WHOLE_KINDS.into_iter().find(|&kind| page.phrase_share(row, kind) >= WHOLE);
    by_form(text).map(|(kind, _)| kind).or_else(phrase)
}

/// The kind of a line that has the form of one from end to end, and how much of it does.
fn by_form(text: &str) -> Option<(Kind, f32)> {
    match () {
        () if is_player(text) => Some((Kind::Media, 1.0)),
        () if is_text_size(text) => Some((Kind::Nav, 1.0)),
        () => by_lead(text).map(|kind| (kind, NAMED)),
    }
}

/// Whether a line of any length speaks of cookies or consent.
pub(super) fn speaks_of_cookies(page: &Page, row: usize, text: &str) -> bool {
    share_of(&page.phrase_shares(row, text), Kind::Cookie) > 0.0
}

/// As `0:00`, `00:00 / 03:27` and `1 / 8`: where a player or a gallery stands.
fn is_player(text: &str) -> bool {
    let is_place = |b: u8| b.is_ascii_digit() || matches!(b, b':' | b'/' | b' ');
    let zero = || text.contains(':') && text.bytes().all(|b| matches!(b, b'0' | b':'));
    let of = || text.split(" / ").count() == 2;
    text.len() <= 20 && text.bytes().all(is_place) && (zero() || of())
}

/// As `Text size: A A A`.
fn is_text_size(text: &str) -> bool {
    let names = [
        "text size",
        "font size",
        "schriftgröße",
        "taille du texte",
        "字号",
        "字體",
        "글자크기",
        "文字サイズ",
    ];
    let first = text.as_bytes().first().map(u8::to_ascii_lowercase);
    let starts = |name: &&str| text.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
    text.len() <= 60 && names.iter().filter(|name| name.bytes().next() == first).any(starts)
}

/// By the words before a colon, as in `Tags: harbour, boats` and `Read also: Ferry stopped by ice`.
fn by_lead(text: &str) -> Option<Kind> {
    let bytes = text.as_bytes();
    let near = &bytes[..bytes.len().min(LONGEST_LEAD + 1)];
    let wide = '：'.len_utf8();
    let colons = memchr::memchr2_iter(b':', WIDE_COLON, near);
    let mut ends = colons.filter_map(|at| match bytes[at] {
        b':' => Some((at, at + 1)),
        _ => text[at..].starts_with('：').then_some((at, at + wide)),
    });
    let (at, behind) = ends.next()?;
    let (lead, rest) = (&text[..at], &text[behind..]);
    if rest.trim().is_empty() {
        return None;
    }
    let lead = lead.trim().to_lowercase();
    KIND_OF_LEAD.get(lead.as_str()).copied()
}

/// Longest of them, in bytes.
const LONGEST_LEAD: usize = 32;
/// The first byte of `：`.
const WIDE_COLON: u8 = 0xef;

/// Words before a colon behind which topics, the headline of another document, or the name of a film stand.
const LEADS: [(Kind, &str); 3] = [
    (
        Kind::Nav,
        "tags|tag|labels|filed under|etiquetas|schlagwörter|schlagworte|mots-clés|étiquettes|теги|метки|标签|タグ|\
         keywords|topics",
    ),
    (
        Kind::Related,
        "read more|read also|also read|more on this|lesen sie auch|lies auch|mehr zum thema|lire aussi|à lire aussi|\
         voir aussi|leer también|lee también|lea también|te puede interesar|leia também|leia mais|veja também|\
         leggi anche|lees ook|les også|læs også|läs också|läs även|lue myös|czytaj także|czytaj też|zobacz także|\
         čtěte také|читайте также|читайте також|διαβάστε επίσης|baca juga|xem thêm|相关阅读|延伸阅读|関連記事",
    ),
    (Kind::Media, "watch|listen|in pictures"),
];

/// The kind for each of these words.
static KIND_OF_LEAD: LazyLock<HashMap<&str, Kind>> = LazyLock::new(|| {
    let of =
        |(kind, leads): (Kind, &'static str)| leads.split('|').map(move |lead| (lead.trim_start(), kind));
    LEADS.into_iter().flat_map(of).collect()
});

/// As `Home > Culture > Books`: three or more short parts.
fn is_breadcrumb(text: &str) -> bool {
    // Most lines have none of the marks' first or only bytes behind a space.
    let bytes = text.as_bytes();
    let signs = memchr::memchr3_iter(b'>', b'/', 0xe2, bytes).chain(memchr::memchr_iter(0xc2, bytes));
    signs.filter(|&at| bytes[..at].ends_with(b" ")).take(2).count() == 2
        && [" > ", " › ", " » ", " / "].iter().any(|mark| {
            text.contains(mark)
                && text.matches(mark).count() >= 2
                && text.split(mark).all(|part| (1..=40).contains(&part.chars().count()))
        })
}

/// Longest word before a name, in bytes.
const LONGEST_BY: usize = 16;

/// As `By Ada Lovelace`, `Von …`, `Par …`.
fn starts_as_byline(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let Some(first) = words.next().filter(|first| first.len() <= LONGEST_BY) else { return false };
    let second = words.next().and_then(|word| word.chars().next());
    if !second.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase()) {
        return false;
    }
    let first = first.trim_end_matches(':').to_lowercase();
    let names = [
        "by",
        "von",
        "par",
        "por",
        "di",
        "door",
        "av",
        "af",
        "przez",
        "автор",
        "author",
        "autor",
        "auteur",
        "autore",
        "كتب",
        "كتبت",
        "بقلم",
        "文",
        "作者",
        "記者",
        "yazan",
        "tekst",
    ];
    names.contains(&first.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Holds a question about a line against lines for which the answer is yes and lines for which it is no.
    #[track_caller]
    fn tells(question: fn(&str) -> bool, yes: &[&str], no: &[&str]) {
        for line in yes {
            assert!(question(line), "{line:?}");
        }
        for line in no {
            assert!(!question(line), "{line:?}");
        }
    }

    #[test]
    fn a_clock_is_digits_and_colons_alone() {
        tells(
            is_clock,
            &["0:00", "01:12 / 03:40", "1:02:03", "12:30 - 14:30", "00:00 /        01:00"],
            &["0.00", "12 / 8", "at 12:30", "12:30h", "", "00:00 /         01:00"],
        );
    }

    #[test]
    fn page_numbers_are_several_small_numbers_without_words() {
        tells(
            is_page_numbers,
            &["1 2 3", "1 2 … 9 »", "« 10 11 999", "1 2"],
            &["1", "1 2 of 3", "1 2000", "a b", "1 x", "1 1a", "", "1 2 é"],
        );
    }

    #[test]
    fn a_player_shows_no_time_or_a_place_in_a_row() {
        tells(
            is_player,
            &["0:00", "00:00:00", "00:00 / 03:27", "1 / 8", "12:30 / 14:30", "0:0", "1000000000 / 9999999"],
            &["12:30", "000", "1/8", "1 / 8 / 9", "a / b", "1 / b", "", "0", "1000000000 / 99999999"],
        );
    }

    #[test]
    fn the_size_of_the_text_is_set_in_many_languages() {
        tells(
            is_text_size,
            &[
                "Text size: A A A",
                "FONT SIZE",
                "Schriftgröße ändern",
                "字号：大 中 小",
                &format!("Text size {}", "A".repeat(50)),
            ],
            &["The text size", "Text", "", &format!("Text size {}", "A".repeat(51))],
        );
    }

    #[test]
    fn a_breadcrumb_has_three_short_parts() {
        let part = "x".repeat(40);
        tells(
            is_breadcrumb,
            &[
                "Home > Culture > Books",
                "Home › A › B › C",
                "Home » A » B",
                "Home / A / B",
                &format!("{part} > {part} > {part}"),
            ],
            &[
                "Home > Culture",
                "Home>Culture>Books",
                "Home > A / B",
                "Home >  > Books",
                "a /b /c",
                &format!("Home > A > {part}x"),
                "",
                "it is > that",
            ],
        );
    }

    #[test]
    fn a_byline_begins_with_a_word_before_a_name() {
        tells(
            starts_as_byline,
            &["By Ada Lovelace", "von Anna", "PAR Élodie", "Author: Ada", "作者 王", "文 王"],
            &["By the sea", "By", "By 3", "Buy Ada", "", "bybybybybybybybyby Ada", "A By Ada", "By: the sea"],
        );
    }

    #[test]
    fn what_stands_before_a_colon_names_the_rest() {
        for (line, kind) in [
            ("Tags: harbour, boats", Some(Kind::Nav)),
            ("FILED UNDER: boats", Some(Kind::Nav)),
            ("标签：港口", Some(Kind::Nav)),
            ("Read also: Ferry stopped by ice", Some(Kind::Related)),
            ("关注 Read also: ice", None),
            ("关联：港口", None),
            ("Lire aussi : Le bac", Some(Kind::Related)),
            ("Watch: how the ferry turns", Some(Kind::Media)),
            ("Tags:", None),
            ("Tags:  ", None),
            ("Tags", None),
            ("Ropes: and tags: all", None),
            ("Tags harbour: boats", None),
            ("tag，：boats", None),
            (": boats", None),
            ("", None),
        ] {
            assert_eq!(by_lead(line), kind, "{line:?}");
        }
        let longest =
            LEADS.iter().flat_map(|(_, leads)| leads.split('|')).map(|lead| lead.trim().len()).max();
        assert!(longest <= Some(LONGEST_LEAD), "{longest:?}");
        for (_, leads) in LEADS {
            for lead in leads.split('|') {
                assert!(by_lead(&format!("{}: x", lead.trim())).is_some(), "{lead}");
            }
        }
    }

    #[test]
    fn characters_of_wide_scripts_count_as_four_letters() {
        assert_eq!([letters("4 June"), letters("4月"), letters("2012-01-10"), letters("é")], [4, 4, 0, 1]);
    }

    /// The kind and the share that the only line of a page shows.
    fn shown(line: &str) -> Option<(Kind, f32)> {
        let page = Page::new(&Lines::new(line), &[]);
        own(&page, 0, line)
    }

    #[test]
    fn the_surest_sign_of_a_line_is_its_kind() {
        for (line, wanted) in [
            ("* * *", Some((Kind::Symbol, 1.0))),
            ("01:12 / 03:40", Some((Kind::Media, 1.0))),
            ("1 / 8", Some((Kind::Media, 1.0))),
            ("Text size: A A A", Some((Kind::Nav, 1.0))),
            ("Tags: harbour", Some((Kind::Nav, NAMED))),
            ("1 2 3", Some((Kind::Pager, 1.0))),
            ("Home > Culture > Books", Some((Kind::Nav, 1.0))),
            ("By Ada Lovelace", Some((Kind::Byline, 1.0))),
            ("4 June 2025", Some((Kind::Date, NAMED))),
            ("The boats left the old harbour", None),
        ] {
            assert_eq!(shown(line), wanted, "{line}");
        }
        let kind = |line: &str| shown(line).map(|(kind, _)| kind);
        for (line, wanted) in [
            ("By Ada Lovelace, who saw the boats leave the old harbour and the island at noon", None),
            ("Posted by Ada on 4 June 2025", Some(Kind::Date)),
            ("On 4 June 2025 the boats of the island left the old harbour at noon", None),
            ("Share this article", Some(Kind::Share)),
            ("© 2025 Mill Post", Some(Kind::Legal)),
            ("We use cookies to make this site work for you, your ropes and your boats", Some(Kind::Cookie)),
        ] {
            assert_eq!(kind(line), wanted, "{line}");
        }
    }
}
