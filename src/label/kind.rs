//! What kind of line each row is: the reason a person would give for dropping it.
//!
//! Three looks, each only where the one before found nothing surer: at the line itself, at the header of the block it
//! stands in, and at its place on the page.

use std::borrow::Cow;
use std::ops::Range;

use crate::features::{Page, phrase_shares};
use crate::plan::Kind;
use crate::text::{Lines, markup};

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
pub(super) const WHOLE: f32 = 0.9;
/// Widest line, in columns, that is a date with little beside it.
const DATE_WIDTH: f32 = 45.0;
/// Most letters beside the numbers of a date, CJK counted four times: names of days and months, a place.
const DATE_LETTERS: usize = 24;
/// Rows above the first paragraph where the date and the writer of an article stand.
const HEAD: usize = 8;
/// Fewest short lines in a row that make a list of links.
const LINKS: usize = 3;
/// Most rows between two posts: who wrote it, when, and the buttons.
const BETWEEN_POSTS: usize = 12;
/// Rows above and below one that tell whether it stands in a menu.
const MENU: usize = 4;
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
    fn text(&self, row: usize) -> Cow<'_, str> {
        text(self.lines, self.page, row)
    }

    fn tokens(&self, row: usize) -> u32 {
        self.page.rows()[row].tokens
    }

    /// Kinds of a run of dropped rows.
    fn dropped_run(&self, run: Range<usize>, kinds: &mut [Option<Kind>]) {
        let own: Vec<Option<(Kind, f32)>> = run.clone().map(|row| self.own(row)).collect();
        let kind_of = |row: usize| own[row - run.start];
        let thread = self.thread(&run, kind_of);
        let mut block = None;
        for row in run.clone() {
            let shown = kind_of(row);
            if let Some((kind, share)) =
                shown.filter(|&(_, share)| share >= HEADER && self.tokens(row) <= HEADER_TOKENS)
            {
                block = block_of(kind, share).or(block.filter(|_| kind == Kind::Pager || kind == Kind::Date));
            }
            let in_thread = thread.contains(&row);
            let menu = !in_thread && self.is_menu(row, &run) && (row > 0 || self.page.has_bullet(row));
            let inside = if in_thread { Some(Kind::Comments) } else { block };
            let teaser = inside == Some(Kind::Related) && self.tokens(row) >= TEASER_TOKENS;
            let inside = inside.filter(|_| !menu || teaser);
            let block_date = inside.filter(|_| shown.is_some_and(|(kind, _)| kind == Kind::Date));
            let shown = block_date.or(shown.map(|(kind, _)| kind));
            kinds[row] = shown.or(inside).or(menu.then_some(Kind::Nav));
        }
        self.by_place(run, kinds);
    }

    /// From the first to the last line such as "Reply" of a run: what stands between is comments. In a short run, as
    /// between two posts that stay, all of it is.
    fn thread(&self, run: &Range<usize>, own: impl Fn(usize) -> Option<(Kind, f32)>) -> Range<usize> {
        let mut buttons =
            run.clone().filter(|&row| own(row).is_some_and(|own| own.0 == Kind::Comments && own.1 >= WHOLE));
        let first = buttons.next();
        if first.is_some() && run.len() <= BETWEEN_POSTS {
            return run.clone();
        }
        first.zip(buttons.next_back()).map_or(0..0, |(first, last)| first..last)
    }

    /// Whether a row is a short line among short lines, as in a menu.
    fn is_menu(&self, row: usize, run: &Range<usize>) -> bool {
        let near = row.saturating_sub(MENU).max(run.start)..(row + MENU + 1).min(run.end);
        let links = near.clone().filter(|&row| self.is_link(row)).count();
        let field = self.text(row).ends_with('*'); // as "Email *", of a form
        let short = self.tokens(row) < 2 * LINK_TOKENS && !self.page.ends_sentence(row) && !field;
        short && links >= LINKS && links * 3 >= near.len() * 2
    }

    fn is_link(&self, row: usize) -> bool {
        self.tokens(row) <= LINK_TOKENS && !self.page.ends_sentence(row)
    }

    fn own(&self, row: usize) -> Option<(Kind, f32)> {
        own(self.page, row, &self.text(row))
    }

    /// The kind each row of a run has by its place, where neither it nor a header says anything.
    fn by_place(&self, run: Range<usize>, kinds: &mut [Option<Kind>]) {
        let is_teaser = |row: &usize| self.tokens(*row) >= TEASER_TOKENS && !self.page.ends_sentence(*row);
        let below_body = self.body.is_some_and(|body| body < run.start);
        let rows: Vec<usize> = run.collect();
        for alike in
            rows.chunk_by(|&a, &b| self.is_link(a) == self.is_link(b) && is_teaser(&a) == is_teaser(&b))
        {
            let (link, teaser) = (self.is_link(alike[0]), is_teaser(&alike[0]));
            let related = alike[0] > 0 && kinds[alike[0] - 1] == Some(Kind::Related);
            let kind = match () {
                () if link && (below_body || alike.len() >= LINKS) => Kind::Nav,
                () if teaser && (below_body || alike.len() >= 2) => Kind::Related,
                () if below_body && related => Kind::Related, // the first sentence of what the teaser announces
                () if below_body => Kind::Chrome,
                () if self.page.has_bullet(alike[0]) => Kind::Nav,
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

/// What a reader of the page would have seen of a row.
pub(super) fn text<'t>(lines: &'t Lines<'_>, page: &Page, row: usize) -> Cow<'t, str> {
    markup::bare(lines.line(page.rows()[row].line).trim())
}

/// The kind the line itself shows, and how much of it does.
pub(super) fn own(page: &Page, row: usize, text: &str) -> Option<(Kind, f32)> {
    if page.is_symbols(row) {
        return Some((Kind::Symbol, 1.0));
    }
    if is_clock(text) || is_player(text) {
        return Some((Kind::Media, 1.0));
    }
    if is_tags(text) || is_text_size(text) {
        return Some((Kind::Nav, 1.0));
    }
    if let Some(kind) = leads_away(text) {
        return Some((kind, NAMED));
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

/// The block that a header opens: the lines below it are of its kind.
fn block_of(kind: Kind, share: f32) -> Option<Kind> {
    let opens = matches!(kind, Kind::Related | Kind::Comments | Kind::Newsletter);
    (opens && share >= HEADER).then_some(kind)
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
    if is_player(text) {
        return Some(Kind::Media);
    }
    if is_tags(text) || is_text_size(text) {
        return Some(Kind::Nav);
    }
    if let Some(kind) = leads_away(text) {
        return Some(kind);
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
    let lower = text.to_lowercase();
    text.chars().count() <= 24 && names.iter().any(|name| lower.starts_with(name))
}

/// As `Read also: Ferry stopped by ice`: words that lead to another document or a player, then its headline.
fn leads_away(text: &str) -> Option<Kind> {
    let (lead, rest) = text.split_once([':', '：'])?;
    let lead = lead.trim().to_lowercase();
    let kind = match () {
        () if RELATED_LEADS.contains(&lead.as_str()) => Kind::Related,
        () if ["watch", "listen", "in pictures"].contains(&lead.as_str()) => Kind::Media,
        () => return None,
    };
    (!rest.trim().is_empty()).then_some(kind)
}

/// Words before a colon behind which the headline of another document stands.
const RELATED_LEADS: [&str; 36] = [
    "read more",
    "read also",
    "also read",
    "more on this",
    "lesen sie auch",
    "lies auch",
    "mehr zum thema",
    "lire aussi",
    "à lire aussi",
    "voir aussi",
    "leer también",
    "lee también",
    "lea también",
    "te puede interesar",
    "leia também",
    "leia mais",
    "veja também",
    "leggi anche",
    "lees ook",
    "les også",
    "læs også",
    "läs också",
    "läs även",
    "lue myös",
    "czytaj także",
    "czytaj też",
    "zobacz także",
    "čtěte také",
    "читайте также",
    "читайте також",
    "διαβάστε επίσης",
    "baca juga",
    "xem thêm",
    "相关阅读",
    "延伸阅读",
    "関連記事",
];

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
        let text = "Text size: A A A\nLire aussi : Le bac arrêté par la glace\nWatch: how the ferry turns";
        assert_eq!(of(text, &[false; 3]), ["nav", "related", "media"]);
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

    #[test]
    fn a_long_entry_of_a_menu_is_no_teaser() {
        let text = "The mill stood by the river for two hundred years.\nShoes\nWet Suits and Sailing Gear\nSale\nKids\nHats";
        assert_eq!(
            of(text, &[true, false, false, false, false, false]),
            ["-", "nav", "nav", "nav", "nav", "nav"]
        );
    }

    #[test]
    fn what_stands_between_two_posts_is_of_the_comments() {
        let text = "The mill stood by the river for two hundred years.\nada\n14\nReply\nIt stood there for three hundred.";
        assert_eq!(
            of(text, &[true, false, false, false, true]),
            ["-", "comments", "comments", "comments", "-"]
        );
    }

    #[test]
    fn a_headline_with_its_date_is_no_date() {
        let text =
            "The mill stood by the river.\n局長變身舵主後又重新參選市議員 (2012-01-10)\n2012-01-10 更新";
        assert_eq!(of(text, &[true, false, false]), ["-", "related", "date"]);
    }
}
