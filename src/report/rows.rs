//! What becomes of the lines of a text, row by row: what every diff is made of.

use std::borrow::Cow;
use std::ops::Range;

use super::layout::Difference;
use crate::plan::{Join, Kind, Label, Plan};
use crate::text::Lines;

/// A line that stays, goes or comes, or several that become one.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'t> {
    /// What becomes of it.
    pub change: Change,
    /// Which lines of the old text, counted from 0; empty for one that comes.
    pub old: Range<usize>,
    /// Which lines of the new text, counted from 0; empty for one that goes.
    pub new: Range<usize>,
    /// Its text, terminators included: without what has come the old text, without what is gone the new.
    pub pieces: Vec<Piece<'t>>,
    /// Why, where a plan says so.
    pub note: Option<Note>,
}

/// What becomes of the lines of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The same in both texts.
    Same,
    /// Only in the old text.
    Gone,
    /// Only in the new text.
    Come,
    /// Lines of the old text that are one in the new.
    Mended,
}

/// A stretch of a row's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'t> {
    /// What sets it apart from the row's counterpart.
    pub mark: Mark,
    /// Never empty.
    pub text: Cow<'t, str>,
}

/// What sets a piece of a row apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Nothing, or the whole row is set apart.
    Plain,
    /// Only the old text has it.
    Gone,
    /// Only the new text has it.
    Come,
}

/// Why a row is not the same in both texts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Note {
    /// The line is chrome, of this kind and with this score.
    Dropped(Kind, f32),
    /// So many breaks in it are mended; the lowest of their scores.
    Mended(usize, f32),
}

impl Note {
    /// The kind, or `mended`.
    pub(super) fn reason(self) -> &'static str {
        match self {
            Note::Dropped(kind, _) => kind.as_str(),
            Note::Mended(..) => MENDED,
        }
    }

    /// How much of its reason there is in a row.
    pub(super) fn count(self) -> usize {
        match self {
            Note::Dropped(..) => 1,
            Note::Mended(breaks, _) => breaks,
        }
    }
}

/// What stands for the reason of a mended break.
pub(super) const MENDED: &str = "mended";

impl<'t> Row<'t> {
    /// The text of the row in the old text.
    pub(super) fn old_text(&self) -> Cow<'_, str> {
        self.text_without(Mark::Come)
    }

    /// The text of the row in the new text.
    pub(super) fn new_text(&self) -> Cow<'_, str> {
        self.text_without(Mark::Gone)
    }

    fn text_without(&self, mark: Mark) -> Cow<'_, str> {
        match &self.pieces[..] {
            [piece] if piece.mark != mark => Cow::Borrowed(&piece.text),
            pieces => pieces.iter().filter(|piece| piece.mark != mark).map(|piece| &*piece.text).collect(),
        }
    }

    /// The row with texts of its own.
    pub(crate) fn into_owned(self) -> Row<'static> {
        let owned = |piece: Piece<'t>| Piece { mark: piece.mark, text: piece.text.into_owned().into() };
        let Row { change, old, new, pieces, note } = self;
        Row { change, old, new, pieces: pieces.into_iter().map(owned).collect(), note }
    }
}

impl<'t> Piece<'t> {
    pub(super) fn plain(text: &'t str) -> Self {
        Piece { mark: Mark::Plain, text: Cow::Borrowed(text) }
    }
}

/// What a plan makes of a document. No diff algorithm: it shows what was decided and nothing else. Linear time.
pub(super) fn planned<'t>(lines: &Lines<'t>, plan: &Plan) -> Vec<Row<'t>> {
    let mut rows = Vec::with_capacity(lines.len());
    let mut joins = &plan.joins[..];
    let (mut at, mut new) = (0, 0);
    while at < lines.len() {
        let row = match plan.verdicts[at].label {
            Label::Chrome(kind) => {
                let score = plan.verdicts[at].score;
                let note = (!lines.is_blank(at)).then_some(Note::Dropped(kind, score));
                Row { change: Change::Gone, old: at..at + 1, new: new..new, pieces: whole(lines, at), note }
            }
            Label::Content => {
                let (chain, rest) = joins.split_at(chain(joins, at));
                joins = rest;
                kept(lines, chain, at, new)
            }
        };
        (at, new) = (row.old.end, row.new.end);
        rows.push(row);
    }
    rows
}

/// How many of the joins follow on one another from line `upper` on.
fn chain(joins: &[Join], upper: usize) -> usize {
    let mut last = upper;
    let follows = |join: &&Join| join.upper == std::mem::replace(&mut last, join.lower);
    joins.iter().take_while(follows).count()
}

/// The row of a line that stays, with those below it that `chain` joins to it.
fn kept<'t>(lines: &Lines<'t>, chain: &[Join], at: usize, new: usize) -> Row<'t> {
    let (Some(last), Some(score)) = (chain.last(), lowest(chain)) else {
        let change = Change::Same;
        return Row { change, old: at..at + 1, new: new..new + 1, pieces: whole(lines, at), note: None };
    };
    let mut pieces = Vec::with_capacity(3 * chain.len() + 1);
    let mut start = lines.span(at).start;
    let mut push = |mark, text: &'t str| {
        if !text.is_empty() {
            pieces.push(Piece { mark, text: Cow::Borrowed(text) });
        }
    };
    for join in chain {
        push(Mark::Plain, &lines.text()[start..join.span.start]);
        push(Mark::Gone, &lines.text()[join.span.clone()]);
        push(Mark::Come, join.separator.as_str());
        start = join.span.end;
    }
    push(Mark::Plain, &lines.text()[start..lines.span(last.lower).next]);
    let note = Some(Note::Mended(chain.len(), score));
    Row { change: Change::Mended, old: at..last.lower + 1, new: new..new + 1, pieces, note }
}

/// The lowest score of some joins.
pub(super) fn lowest(joins: &[Join]) -> Option<f32> {
    joins.iter().map(|join| join.score).min_by(f32::total_cmp)
}

fn whole<'t>(lines: &Lines<'t>, index: usize) -> Vec<Piece<'t>> {
    vec![Piece::plain(&lines.text()[lines.span(index).whole()])]
}

/// The stretches of rows to show: every change with its context, neighbours that touch in one.
pub(crate) fn hunks(rows: &[Row<'_>], context: usize) -> Vec<Range<usize>> {
    let mut hunks: Vec<Range<usize>> = Vec::new();
    for (index, _) in rows.iter().enumerate().filter(|(_, row)| row.change != Change::Same) {
        let start = index.saturating_sub(context);
        let end = (index + 1).saturating_add(context).min(rows.len());
        match hunks.last_mut() {
            Some(hunk) if start <= hunk.end => hunk.end = end,
            _ => hunks.push(start..end),
        }
    }
    hunks
}

/// Whether a diff with these hunks shows anything.
pub(super) fn difference(hunks: &[Range<usize>]) -> Difference {
    if hunks.is_empty() { Difference::None } else { Difference::Some }
}

/// A line without its terminator, and the terminator.
pub(super) fn split_terminator(line: &str) -> (&str, &str) {
    let end =
        line.strip_suffix('\n').map_or(line.len(), |body| body.strip_suffix('\r').unwrap_or(body).len());
    line.split_at(end)
}
