//! What kind of line each row is: the reason a person would give for dropping it.
//!
//! Three looks, each only where the one before found nothing surer: at the line itself, at the header of the block it
//! stands in, and at its place on the page.

use std::borrow::Cow;
use std::ops::Range;

use super::own::{self, WHOLE};
use crate::features::Page;
use crate::plan::Kind;
use crate::text::Lines;

/// Share of a line that set phrases make up where it is a header, which names the lines below it as well.
const HEADER: f32 = 0.6;
/// Longest header, in tokens.
const HEADER_TOKENS: u32 = 6;
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
        own::text(self.lines, self.page, row)
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
        let short = self.tokens(row) < 2 * LINK_TOKENS && !self.page.ends_sentence(row);
        let field = || self.text(row).ends_with('*'); // as "Email *", of a form
        short && links >= LINKS && links * 3 >= near.len() * 2 && !field()
    }

    fn is_link(&self, row: usize) -> bool {
        self.tokens(row) <= LINK_TOKENS && !self.page.ends_sentence(row)
    }

    fn own(&self, row: usize) -> Option<(Kind, f32)> {
        own::own(self.page, row, &self.text(row))
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

/// The block that a header opens: the lines below it are of its kind.
fn block_of(kind: Kind, share: f32) -> Option<Kind> {
    let opens = matches!(kind, Kind::Related | Kind::Comments | Kind::Newsletter);
    (opens && share >= HEADER).then_some(kind)
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

    const BODY: &str = "The mill stood by the river for two hundred years.";

    /// The kinds of lines that go, above a line that stays.
    #[track_caller]
    fn above(lines: &[&str], wanted: &[&str]) {
        let mut kept = vec![false; lines.len()];
        kept.push(true);
        let found = of(&[lines, &[BODY]].concat().join("\n"), &kept);
        assert_eq!(found[..lines.len()], *wanted, "above: {lines:?}");
    }

    /// The kinds of lines that go, below a line that stays.
    #[track_caller]
    fn below(lines: &[&str], wanted: &[&str]) {
        let mut kept = vec![false; lines.len()];
        kept.insert(0, true);
        let found = of(&[&[BODY], lines].concat().join("\n"), &kept);
        assert_eq!(found[1..], *wanted, "below: {lines:?}");
    }

    #[test]
    fn what_says_nothing_by_itself_is_named_by_its_place() {
        above(&["Rope"], &["banner"]);
        above(&["Rope", "Sail"], &["banner"; 2]);
        above(&["Rope", "Sail", "Tar"], &["nav"; 3]);
        above(&["Old bridge to be rebuilt by spring"], &["banner"]);
        above(
            &["Old bridge to be rebuilt by spring", "Mayor opens new library in the old town"],
            &["related"; 2],
        );
        above(&["We keep ropes for all the boats of the harbour."], &["banner"]);
        above(&["- We keep ropes for all the boats of the harbour."], &["nav"]);
        below(&["Rope"], &["nav"]);
        below(&["We keep ropes for all the boats of the harbour."], &["chrome"]);
        below(&["- We keep ropes for all the boats of the harbour."], &["chrome"]);
        below(
            &["Old bridge to be rebuilt by spring", "It will be closed for the whole of a year."],
            &["related", "related"],
        );
        above(
            &["Old bridge to be rebuilt by spring", "It will be closed for the whole of a year."],
            &["banner"; 2],
        );
    }

    #[test]
    fn a_menu_is_short_lines_among_short_lines() {
        let long = "We keep ropes for all the boats of the harbour.";
        let entry = "Wet Suits and Sailing Gear";
        below(&["Shoes", entry, "Sale", "Kids"], &["nav"; 4]);
        below(&["Shoes", entry, "Sale"], &["nav", "related", "nav"]);
        below(&[entry, "Sale", "Kids", "Hats"], &["nav"; 4]);
        below(
            &["Shoes", "Sale", "Kids", "Hats", long, long, long, long, entry],
            &["nav", "nav", "nav", "nav", "chrome", "chrome", "chrome", "chrome", "related"],
        );
        below(
            &["Shoes", "Sale", "Kids", "Wet Suits and Sailing Gear for all the Boats"],
            &["nav", "nav", "nav", "related"],
        );
        below(&["Shoes", "Sale", "Kids", "Your Name and Home Town *"], &["nav", "nav", "nav", "related"]);
    }

    #[test]
    fn a_header_opens_a_block_until_another_one_does() {
        below(
            &[
                "Related Articles",
                "Old bridge to be rebuilt by spring",
                "Subscribe to our newsletter",
                "Your name and your town here",
            ],
            &["related", "related", "newsletter", "newsletter"],
        );
        below(
            &["Subscribe to our newsletter", "Your name and your address here"],
            &["newsletter", "newsletter"],
        );
        below(&["Share on Facebook", "Old bridge to be rebuilt by spring"], &["share", "related"]);
        let form = "Your name and your town here";
        below(
            &["Subscribe to our newsletter", "Share on Facebook", form],
            &["newsletter", "share", "related"],
        );
        below(&["Subscribe to our newsletter", "1 2 3", form], &["newsletter", "pager", "newsletter"]);
        // In a block of teasers a menu is a menu.
        below(
            &["Related Articles", "Shoes", "Sale", "Kids", "Hats"],
            &["related", "nav", "nav", "nav", "nav"],
        );
    }

    #[test]
    fn in_a_long_run_comments_begin_at_the_first_button_and_a_short_run_is_all_comments() {
        let post = "It stood there for three hundred years at the least.";
        let (mut lines, mut wanted) = (vec![post; 4], vec!["chrome"; 4]);
        for _ in 0..4 {
            lines.extend(["Reply", post, post]);
            wanted.extend(["comments"; 3]);
        }
        below(&lines, &wanted);
        let one = [&[post; 12][..], &["Reply"]].concat();
        below(&one, &[&["chrome"; 12][..], &["comments"]].concat());
        let short = [&[post; 11][..], &["Reply"]].concat();
        below(&short, &["comments"; 12]);
    }
}
