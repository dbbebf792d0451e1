//! The screen of a review: one change with what stands around it, why, and what can be typed.

use super::change::{Change, Document};
use super::session::{Decision, Mode, Session};
use crate::report::columns::Strip;
use crate::report::screen::{Role, Screen};
use crate::text::Lines;

/// Most lines of context on each side of a change.
const CONTEXT: usize = 3;
/// Most rows for the evidence.
const WHY: usize = 3;
/// The keys, told as fully as the screen is wide.
const KEYS: [&str; 3] = [
    "a accept  r reject  s skip  A R S the rest  f alike  K keep always  e edit  j k move  u undo  ? help  q quit",
    "a accept  r reject  s skip  f alike  K keep  e edit  u undo  ? help  q quit",
    "a r s A R S f K e j k u ? q",
];

/// How large a terminal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Rows, at least 1.
    pub rows: usize,
    /// Columns, at least 1.
    pub columns: usize,
}

/// A row of the screen: at most as wide as it, in the colour of its role.
type Row = (Option<Role>, String);

/// The rows of the screen, from its top; no more and no wider than it. The last one says what can be typed.
///
/// Small screens lose the context first, then the evidence, then all but one row that tells the change. A change that is
/// longer than the screen is shown page by page.
pub fn draw(session: &Session, size: Size, screen: Screen) -> Vec<String> {
    let rows = match session.current() {
        None => vec![(None, "nothing to review".to_owned())],
        Some(_) if session.mode == Mode::Help => help(size),
        Some((index, document, change)) if size.rows == 1 => vec![brief(session, index, document, change)],
        Some((index, document, change)) => whole(session, index, document, change, size),
    };
    let cut = |(role, text): Row| {
        let text = Strip::new(&text, None).cut(size.columns, Screen::PLAIN).text;
        role.map_or_else(|| text.clone(), |role| screen.paint(role, &text))
    };
    rows.into_iter().take(size.rows).map(cut).collect()
}

fn whole(session: &Session, index: usize, document: &Document, change: &Change, size: Size) -> Vec<Row> {
    let mut rows = vec![(Some(Role::Name), head(session, index, document, change))];
    let mut why: Vec<Row> = wrapped(&why(change), size.columns)
        .into_iter()
        .take(WHY)
        .map(|row| (Some(Role::Aside), row))
        .collect();
    if size.rows < 3 + why.len() {
        why.truncate(size.rows.saturating_sub(3));
    }
    let room = size.rows.saturating_sub(2 + why.len());
    let body = body(document, change, session.page, Size { rows: room, ..size });
    rows.extend(body.rows);
    rows.extend(why);
    rows.push((Some(Role::Place), prompt(session, body.more, size.columns)));
    rows
}

/// As in `page.txt  change 2 of 7: nav, 3 lines go (accepted)`.
fn head(session: &Session, index: usize, document: &Document, change: &Change) -> String {
    let (name, total) = (&document.name, session.len());
    format!("{name}  change {} of {total}: {}{}", index + 1, what(change), decided(session, index))
}

/// All in one row, the question first.
fn brief(session: &Session, index: usize, document: &Document, change: &Change) -> Row {
    let start = match (&*session.note, session.mode) {
        ("", Mode::Alike) => format!("every {}: a r s? ", change.reason),
        ("", _) => "a r s ? q ".to_owned(),
        (note, _) => format!("{note} "),
    };
    let (place, total) = (index + 1, session.len());
    let text = change.dropped.first().cloned().unwrap_or_else(|| {
        let rows = changed(document, change);
        rows.iter().rev().find(|(sign, ..)| *sign == '+').map_or_else(String::new, |(.., text)| text.clone())
    });
    (None, format!("{start}{place}/{total} {}{}: {}", change.reason, decided(session, index), text.trim()))
}

fn what(change: &Change) -> String {
    match change.dropped.len() {
        0 => change.reason.to_owned(),
        1 => format!("{}, 1 line goes", change.reason),
        lines => format!("{}, {lines} lines go", change.reason),
    }
}

fn decided(session: &Session, index: usize) -> &'static str {
    match session.decision(index) {
        None => "",
        Some(Decision::Accepted) => " (accepted)",
        Some(Decision::Rejected) => " (rejected)",
        Some(Decision::Kept) => " (rejected, kept by a rule)",
        Some(Decision::Skipped) => " (skipped)",
        Some(Decision::Edited) => " (edited)",
    }
}

fn why(change: &Change) -> String {
    let scores = match change.scores {
        None => return change.why.clone(),
        Some((least, most)) if format!("{least:.2}") == format!("{most:.2}") => format!("score {most:.2}"),
        Some((least, most)) => format!("scores {least:.2} to {most:.2}"),
    };
    if change.why.is_empty() { scores } else { format!("{scores}: {}", change.why) }
}

fn prompt(session: &Session, more: Option<String>, columns: usize) -> String {
    let reason = session.current().map_or("", |(.., change)| change.reason);
    match (&*session.note, session.mode, more) {
        ("", Mode::Alike, _) => {
            format!("every {reason} change: a accept, r reject, s skip, any other key back")
        }
        ("", _, more) => {
            let more = more.map_or_else(String::new, |more| format!("{more}  "));
            let keys = KEYS.iter().find(|keys| more.len() + keys.len() <= columns);
            format!("{more}{}", keys.unwrap_or(&"? shows the keys"))
        }
        (note, ..) => note.to_owned(),
    }
}

struct Body {
    rows: Vec<Row>,
    /// What is said where there are more rows than these.
    more: Option<String>,
}

fn body(document: &Document, change: &Change, page: usize, room: Size) -> Body {
    let changed = changed(document, change);
    let rows: Vec<Row> = changed.iter().flat_map(|row| numbered(row, room.columns)).collect();
    if room.rows == 0 {
        return Body { rows: Vec::new(), more: None };
    }
    if rows.len() > room.rows {
        let pages = rows.len().div_ceil(room.rows);
        let page = page % pages;
        let shown = rows.into_iter().skip(page * room.rows).take(room.rows).collect();
        return Body { rows: shown, more: Some(format!("page {} of {pages}, space: next", page + 1)) };
    }
    let (above, below) = around(document, change);
    let spare = room.rows - rows.len();
    let wrap = |line: &(usize, String)| numbered(&(' ', Some(line.0), line.1.clone()), room.columns);
    let below: Vec<Row> = below.iter().flat_map(wrap).take(spare.div_ceil(2)).collect();
    let above: Vec<Row> = above.iter().flat_map(wrap).collect();
    let fits = above.len().min(spare - below.len());
    let above = above.into_iter().rev().take(fits).rev();
    Body { rows: above.chain(rows).chain(below).collect(), more: None }
}

/// The bytes of whole lines around a change, from the first to the end of the last it touches.
fn touched(base: &str, change: &Change) -> (usize, usize) {
    let starts_line = |at: usize| at == 0 || base.as_bytes()[at - 1] == b'\n';
    let from = base[..change.span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let whole_lines = change.put.ends_with('\n') || change.put.is_empty() && starts_line(change.span.start);
    let to = match base[change.span.end..].find('\n') {
        _ if whole_lines && starts_line(change.span.end) => change.span.end,
        Some(newline) => change.span.end + newline + 1,
        None => base.len(),
    };
    (from, to)
}

/// The lines that go and those that come, each with its sign and, if it is in the base, its number.
fn changed(document: &Document, change: &Change) -> Vec<(char, Option<usize>, String)> {
    let base = &document.base;
    let (from, to) = touched(base, change);
    let first = line_number(base, from);
    let (old, upper, lower) = (&base[from..to], &base[from..change.span.start], &base[change.span.end..to]);
    let new = [upper, &change.put, lower].concat();
    let gone =
        Lines::new(old).iter().enumerate().map(|(n, line)| ('-', Some(first + n), line.to_owned())).collect();
    let come: Vec<_> = Lines::new(&new).iter().map(|line| ('+', None, line.to_owned())).collect();
    [gone, come].concat()
}

type Numbered = Vec<(usize, String)>;

/// The lines above a change and those below it.
fn around(document: &Document, change: &Change) -> (Numbered, Numbered) {
    let base = &document.base;
    let (from, to) = touched(base, change);
    let number = line_number(base, from);
    let above: Vec<&str> = base[..from].rsplit_terminator('\n').take(CONTEXT).collect();
    let above = above.into_iter().rev().zip(number.saturating_sub(CONTEXT).max(1)..);
    let below = Lines::new(&base[to..]).iter().take(CONTEXT).map(str::to_owned).collect::<Vec<_>>();
    let below = (line_number(base, to)..).zip(below);
    (above.map(|(line, number)| (number, line.trim_end_matches('\r').to_owned())).collect(), below.collect())
}

/// The number of the line that begins at a byte, from 1.
fn line_number(base: &str, at: usize) -> usize {
    memchr::memchr_iter(b'\n', &base.as_bytes()[..at]).count() + 1
}

fn numbered((sign, number, text): &(char, Option<usize>, String), columns: usize) -> Vec<Row> {
    let role = match sign {
        '-' => Some(Role::Removed),
        '+' => Some(Role::Added),
        _ => None,
    };
    let number = number.map_or_else(String::new, |number| number.to_string());
    let row = format!("{sign}{number:>5}  {text}");
    wrapped(row.trim_end(), columns).into_iter().map(|row| (role, row)).collect()
}

/// A text in rows of so many columns; at least one. Nothing in them drives the screen.
fn wrapped(text: &str, columns: usize) -> Vec<String> {
    Strip::new(text, None).wrapped(columns, Screen::PLAIN).into_iter().map(|row| row.text).collect()
}

fn help(size: Size) -> Vec<Row> {
    let rows = [
        "a r s   accept, reject or skip this change",
        "A R S   the same for all that are not decided",
        "f       then a, r or s: this change and all undecided ones with its reason",
        "K       reject, and keep lines like these by a rule in dechrome.toml",
        "e       edit the text; what you save stands in the place of its changes",
        "j k     look at the next or the previous change",
        "space   the next page of a long change",
        "u       take the last decision back",
        "q       quit, or Ctrl-C: what is decided is done, the rest stays as it is",
        "any key goes back",
    ];
    let short = size.rows < rows.len();
    let brief = "a accept r reject s skip f alike K keep e edit j k move u undo q quit";
    let rows = if short { vec![brief] } else { rows.to_vec() };
    rows.into_iter().map(|row| (None, row.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use unicode_width::UnicodeWidthStr;

    use super::super::session::Key;
    use super::*;

    fn change(base: &str, gone: &str, put: &str, reason: &'static str, dropped: &[&str]) -> Change {
        let start = base.find(gone).unwrap();
        let dropped = dropped.iter().map(|&line| line.to_owned()).collect();
        let why = "for top +0.50; against nav -2.00".to_owned();
        let span = start..start + gone.len();
        Change { span, put: put.to_owned(), reason, dropped, scores: Some((0.02, 0.31)), why }
    }

    fn session() -> Session {
        let base = "Home\nNews\n\nThe ferry\nturned.\nEnd\n".to_owned();
        let changes = vec![
            change(&base, "Home\nNews\n\n", "", "nav", &["Home", "News"]),
            change(&base, "\nturned", " turned", "mended", &[]),
        ];
        Session::new(vec![Document { name: "a.txt".to_owned(), base, changes }])
    }

    fn rows(session: &Session, rows: usize, columns: usize) -> String {
        draw(session, Size { rows, columns }, Screen::PLAIN).join("\n")
    }

    #[test]
    fn a_change_stands_in_its_context_with_its_reason() {
        let mut session = session();
        let expected = "\
a.txt  change 1 of 2: nav, 2 lines go
-    1  Home
-    2  News
-    3
     4  The ferry
     5  turned.
     6  End
scores 0.02 to 0.31: for top +0.50; against nav -2.00
a accept  r reject  s skip  f alike  K keep  e edit  u undo  ? help  q quit";
        assert_eq!(rows(&session, 24, 80), expected);
        session.press(Key::Char('a'));
        let expected = "\
a.txt  change 2 of 2: mended
     1  Home
     2  News
     3
-    4  The ferry
-    5  turned.
+       The ferry turned.
     6  End
scores 0.02 to 0.31: for top +0.50; against nav -2.00
a accept  r reject  s skip  f alike  K keep  e edit  u undo  ? help  q quit";
        assert_eq!(rows(&session, 24, 80), expected);
        session.press(Key::Char('k'));
        assert!(rows(&session, 24, 80).starts_with("a.txt  change 1 of 2: nav, 2 lines go (accepted)\n"));
    }

    #[test]
    fn small_screens_show_what_matters_most() {
        let mut session = session();
        assert_eq!(rows(&session, 1, 80), "a r s ? q 1/2 nav: Home");
        assert_eq!(rows(&session, 1, 12), "a r s ? q 1…");
        session.press(Key::Char('f'));
        assert_eq!(rows(&session, 1, 80), "every nav: a r s? 1/2 nav: Home");
        session.press(Key::Escape);
        let two = "a.txt  change 1 of 2: nav, 2 lines go\na r s A R S f K e j k u ? q";
        assert_eq!(rows(&session, 2, 60), two);
        let paged = rows(&session, 4, 80);
        assert!(paged.contains("-    1  Home\n") && paged.contains("page 1 of 3, space: next"), "{paged}");
        session.press(Key::Char(' '));
        assert!(rows(&session, 4, 80).contains("-    2  News\n"));
        session.press(Key::Char('?'));
        assert!(rows(&session, 1, 80).starts_with("a accept"));
        assert!(rows(&session, 24, 80).ends_with("any key goes back"));
    }

    #[test]
    fn a_text_cannot_drive_the_terminal() {
        let base = "\u{1b}[2J\u{202e}\tx\n".to_owned();
        let changes = vec![change(&base, &base, "", "nav", &["\u{1b}[2J"])];
        let session = Session::new(vec![Document { name: "\u{7}a".to_owned(), base, changes }]);
        for height in [1, 24] {
            let drawn = rows(&session, height, 80);
            assert!(!drawn.contains(['\u{1b}', '\u{202e}', '\t', '\u{7}']), "{drawn:?}");
            assert!(drawn.contains("\\u{1b}[2J"), "{drawn}");
        }
    }

    #[test]
    fn evidence_is_broken_between_words() {
        assert_eq!(wrapped("for top +0.92; against bar", 20), ["for top +0.92;", "against bar"]);
    }

    proptest! {
        #[test]
        fn nothing_is_higher_or_wider_than_the_screen(
            keys in "[arsfjkK? ]{0,6}", height in 1..30usize, columns in 1..90usize
        ) {
            let mut session = session();
            for key in keys.chars() {
                session.press(Key::Char(key));
            }
            let drawn = draw(&session, Size { rows: height, columns }, Screen::PLAIN);
            prop_assert!(!drawn.is_empty() && drawn.len() <= height);
            for row in drawn {
                prop_assert!(row.width() <= columns, "{}", row);
            }
        }
    }
}
