//! What kind of line each row is: the reason a person would give for dropping it.
//!
//! Three looks, each only where the one before found nothing surer: at the line itself, at the header of the block it
//! stands in, and at its place on the page.

use std::ops::Range;

use crate::features::{Page, phrase_shares};
use crate::plan::Kind;
use crate::text::Lines;

/// Share of a line that set phrases make up where they name its kind.
const NAMED: f32 = 0.34;
/// The same for a header, which names the lines below it as well.
const HEADER: f32 = 0.6;
/// The same for words that hardly stand in any other line.
const TELLING: f32 = 0.04;
/// Longest header, in tokens.
const HEADER_TOKENS: u32 = 6;
/// Kinds whose set phrases are headers or buttons wherever they make up a whole line.
const WHOLE_KINDS: [Kind; 7] =
    [Kind::Related, Kind::Newsletter, Kind::Share, Kind::Cookie, Kind::Media, Kind::Pager, Kind::Banner];
/// Share of a line that set phrases must make up to be all of it.
const WHOLE: f32 = 0.9;
/// Widest line, in columns, that is a date with little beside it.
const DATE_WIDTH: f32 = 45.0;
/// Rows above the first paragraph where the date and the writer of an article stand.
const HEAD: usize = 8;
/// Fewest short lines in a row that make a list of links.
const LINKS: usize = 3;
/// Most tokens of a link in a menu.
const LINK_TOKENS: u32 = 4;
/// Fewest tokens of the headline of another document.
const TEASER_TOKENS: u32 = 4;

/// What is known of a page when kinds are looked for.
pub(super) struct Scene<'s> {
    pub(super) lines: &'s Lines<'s>,
    pub(super) page: &'s Page,
    /// Which rows are content so far.
    pub(super) kept: &'s [bool],
    /// The first row that is content.
    pub(super) body: Option<usize>,
    /// The headline.
    pub(super) headline: Option<usize>,
    /// The first row of running text that is content.
    pub(super) first: Option<usize>,
}

/// The kinds of a page's rows, where the evidence names one. Every dropped row has one; of the rows that stay only
/// the title, and dates and bylines in the head of the document, do.
pub(super) fn kinds(scene: &Scene<'_>) -> Vec<Option<Kind>> {
    let rows = scene.kept.len();
    let mut kinds: Vec<Option<Kind>> = vec![None; rows];
    let mut start = 0;
    while start < rows {
        let end = start + scene.kept[start..].iter().take_while(|&&kept| kept == scene.kept[start]).count();
        if !scene.kept[start] {
            scene.dropped_run(start..end, &mut kinds);
        }
        start = end;
    }
    scene.head(&mut kinds);
    kinds
}

impl Scene<'_> {
    fn text(&self, row: usize) -> &str {
        self.lines.line(self.page.rows()[row].line).trim()
    }

    fn tokens(&self, row: usize) -> u32 {
        self.page.rows()[row].tokens
    }

    /// Kinds of a run of dropped rows.
    fn dropped_run(&self, run: Range<usize>, kinds: &mut [Option<Kind>]) {
        let mut block = None;
        for row in run.clone() {
            let own = self.own(row);
            if let Some((kind, share)) =
                own.filter(|&(_, share)| share >= HEADER && self.tokens(row) <= HEADER_TOKENS)
            {
                block = block_of(kind, share).or(block.filter(|_| kind == Kind::Pager || kind == Kind::Date));
            }
            let inside = block.filter(|&kind| self.belongs(row, kind));
            kinds[row] = inside
                .filter(|_| own.is_none_or(|(kind, _)| kind == Kind::Date))
                .or(own.map(|(kind, _)| kind))
                .or(inside);
        }
        self.by_place(run, kinds);
    }

    fn own(&self, row: usize) -> Option<(Kind, f32)> {
        own(self.page, row, self.text(row))
    }

    /// Whether a row goes with the header of its block.
    fn belongs(&self, row: usize, block: Kind) -> bool {
        match block {
            Kind::Nav => self.tokens(row) <= LINK_TOKENS,
            Kind::Related | Kind::Comments | Kind::Newsletter => true,
            _ => false,
        }
    }

    /// The kind each row of a run has by its place, where neither it nor a header says anything.
    fn by_place(&self, run: Range<usize>, kinds: &mut [Option<Kind>]) {
        let is_link = |row: &usize| self.tokens(*row) <= LINK_TOKENS && !self.page.ends_sentence(*row);
        let is_teaser = |row: &usize| self.tokens(*row) >= TEASER_TOKENS && !self.page.ends_sentence(*row);
        let below_body = self.body.is_some_and(|body| body < run.start);
        let rows: Vec<usize> = run.collect();
        for alike in rows.chunk_by(|a, b| is_link(a) == is_link(b) && is_teaser(a) == is_teaser(b)) {
            let (link, teaser) = (is_link(&alike[0]), is_teaser(&alike[0]));
            let kind = match () {
                () if link && (below_body || alike.len() >= LINKS) => Kind::Nav,
                () if teaser && (below_body || alike.len() >= 2) => Kind::Related,
                () if below_body => Kind::Chrome,
                () => Kind::Banner,
            };
            alike.iter().for_each(|&row| kinds[row] = kinds[row].or(Some(kind)));
        }
    }

    /// The title, and the dates and bylines between it and the first paragraph.
    fn head(&self, kinds: &mut [Option<Kind>]) {
        if let Some(headline) = self.headline {
            kinds[headline] = Some(Kind::Title);
        }
        let Some(first) = self.first else { return };
        let head = first.saturating_sub(HEAD)..first;
        for (row, slot) in kinds.iter_mut().enumerate().take(head.end).skip(head.start) {
            let sentence = self.page.ends_sentence(row) && !self.page.has_short_date(row);
            if Some(row) == self.headline || sentence {
                continue;
            }
            let kind = self.own(row).map(|(kind, _)| kind);
            let near_date = |r: usize| head.contains(&r) && self.page.has_short_date(r);
            let name = self.page.is_name_like(row) && (near_date(row + 1) || near_date(row.wrapping_sub(1)));
            if let Some(kind) = kind.filter(|kind| matches!(kind, Kind::Date | Kind::Byline)) {
                *slot = Some(kind);
            } else if name && kind.is_none() {
                *slot = Some(Kind::Byline);
            }
        }
    }
}

/// The kind the line itself shows, and how much of it does.
pub(super) fn own(page: &Page, row: usize, text: &str) -> Option<(Kind, f32)> {
    if page.is_symbols(row) {
        return Some((Kind::Symbol, 1.0));
    }
    if is_clock(text) || is_player(text) {
        return Some((Kind::Media, 1.0));
    }
    if is_tags(text) {
        return Some((Kind::Nav, 1.0));
    }
    if is_page_numbers(text) {
        return Some((Kind::Pager, 1.0));
    }
    if is_breadcrumb(text) {
        return Some((Kind::Nav, 1.0));
    }
    if starts_as_byline(text) && page.rows()[row].tokens <= 12 {
        return Some((Kind::Byline, 1.0));
    }
    let shares = phrase_shares(text);
    let best = shares.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1)).filter(|best| best.1 > 0.0);
    let published = page.has_date(row) && page.rows()[row].tokens <= 24;
    if published && shares.iter().any(|&(kind, share)| kind == Kind::Byline && share >= 0.15) {
        return Some((Kind::Date, NAMED));
    }
    let telling = |wanted: Kind| shares.iter().any(|&(kind, share)| kind == wanted && share >= TELLING);
    if let Some(named) =
        best.filter(|&(kind, share)| share >= NAMED && !(kind == Kind::Byline && page.has_short_date(row)))
    {
        return Some(named);
    }
    for kind in [Kind::Cookie, Kind::Legal] {
        if telling(kind) {
            return Some((kind, NAMED));
        }
    }
    if page.has_short_date(row) && page.width(row) <= DATE_WIDTH {
        return Some((Kind::Date, NAMED));
    }
    best.filter(|&(kind, share)| {
        share >= 0.15 && matches!(kind, Kind::Newsletter | Kind::Share | Kind::Comments | Kind::Media)
    })
}

/// The block that a header opens: the lines below it are of its kind.
fn block_of(kind: Kind, share: f32) -> Option<Kind> {
    let opens = matches!(kind, Kind::Related | Kind::Comments | Kind::Newsletter | Kind::Nav);
    (opens && share >= HEADER).then_some(kind)
}

/// As `0:00` and `01:12 / 03:40`.
fn is_clock(text: &str) -> bool {
    let marks = |c: char| c.is_ascii_digit() || matches!(c, ':' | '/' | ' ' | '-');
    text.len() <= 20 && text.contains(':') && text.chars().all(marks)
}

/// As `1 2 3 … 9 »` and `12`.
fn is_page_numbers(text: &str) -> bool {
    let numbers = || text.split_whitespace().filter(|word| word.chars().all(|c| c.is_ascii_digit()));
    let others = || {
        text.split_whitespace()
            .filter(|word| word.chars().any(|c| c.is_alphanumeric() && !c.is_ascii_digit()))
    };
    numbers().count() > 0 && others().count() == 0 && numbers().all(|word| word.len() <= 3)
}

/// The kind of a line that is a header, a button or a row of a player from end to end: it goes unless its score is sure.
pub(super) fn whole(page: &Page, row: usize, text: &str) -> Option<Kind> {
    if is_player(text) {
        return Some(Kind::Media);
    }
    if is_tags(text) {
        return Some(Kind::Nav);
    }
    WHOLE_KINDS.into_iter().find(|&kind| page.phrase_share(row, kind) >= WHOLE)
}

/// Whether a line of any length speaks of cookies or consent.
pub(super) fn speaks_of_cookies(text: &str) -> bool {
    phrase_shares(text).iter().any(|&(kind, share)| kind == Kind::Cookie && share > 0.0)
}

/// As `0:00`, `00:00 / 03:27` and `1 / 8`: where a player or a gallery stands.
fn is_player(text: &str) -> bool {
    let is_place = |c: char| c.is_ascii_digit() || matches!(c, ':' | '/' | ' ');
    let zero = text.contains(':') && text.chars().all(|c| matches!(c, '0' | ':'));
    let of = text.contains(" / ") && text.chars().all(is_place) && text.split(" / ").count() == 2;
    text.len() <= 20 && (zero || of)
}

/// As `Tags: harbour, boats`.
fn is_tags(text: &str) -> bool {
    let names = [
        "tags",
        "tag",
        "labels",
        "filed under",
        "etiquetas",
        "schlagwörter",
        "schlagworte",
        "mots-clés",
        "étiquettes",
        "теги",
        "метки",
        "标签",
        "タグ",
        "keywords",
        "topics",
    ];
    let name = text.split_once([':', '：']).map(|(name, _)| name.trim().to_lowercase());
    name.is_some_and(|name| names.contains(&name.as_str()))
}

/// As `Home > Culture > Books`: three or more short parts.
fn is_breadcrumb(text: &str) -> bool {
    [" > ", " › ", " » ", " / "].iter().any(|mark| {
        text.matches(mark).count() >= 2
            && text.split(mark).all(|part| (1..=40).contains(&part.chars().count()))
    })
}

/// As `By Ada Lovelace`, `Von …`, `Par …`.
fn starts_as_byline(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let Some(first) = words.next() else { return false };
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
        && words
            .next()
            .is_some_and(|word| word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, kept: &[bool]) -> Vec<String> {
        let lines = Lines::new(text);
        let page = Page::new(&lines, &[]);
        let first = kept.iter().position(|&k| k);
        let scene = Scene { lines: &lines, page: &page, kept, body: first, headline: None, first };
        kinds(&scene).into_iter().map(|kind| kind.map_or("-".to_owned(), |kind| kind.to_string())).collect()
    }

    #[test]
    fn a_line_shows_its_kind() {
        assert_eq!(of("Home > Culture > Books", &[false]), ["nav"]);
        assert_eq!(of("Tags: harbour, boats\n1 / 8", &[false; 2]), ["nav", "media"]);
        let text = "Scroll to Top\n×\n0:00\nShare on Facebook\n4 June 2025\nBy Ada Lovelace\n© 2025 Mill Post\n1 2 3 4\n\
                    We use cookies to make this site work for you\nSubscribe to our newsletter";
        let kinds = of(text, &[false; 10]);
        assert_eq!(
            kinds,
            ["pager", "symbol", "media", "share", "date", "byline", "legal", "pager", "cookie", "newsletter"]
        );
    }

    #[test]
    fn a_header_names_the_lines_below_it() {
        let text = "The mill stood by the river for two hundred years.\nRelated Articles\nOld bridge to be rebuilt by spring\n\
                    3 June 2025\nMayor opens new library in the old town";
        assert_eq!(
            of(text, &[true, false, false, false, false]),
            ["-", "related", "related", "related", "related"]
        );
    }

    #[test]
    fn place_tells_menus_from_teasers() {
        let text = "Sport\nCulture\nWeather\nThe mill stood by the river for two hundred years.\nOld bridge to be rebuilt by spring";
        assert_eq!(of(text, &[false, false, false, true, false]), ["nav", "nav", "nav", "-", "related"]);
    }
}
