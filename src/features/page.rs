//! The lines of a document that are not blank, with what each shows by itself.

use std::collections::HashMap;
use std::ops::Range;

use super::curves::fading;
use super::own::{self, Outline, at};
use super::phrases;
use super::tokens::Tokenizer;
use crate::plan::{Join, Kind};
use crate::text::hash::{self, Hashed};
use crate::text::{Lines, markup, trim};

/// Number of features a line has by itself: own ones, then phrases.
pub const OWN: usize = own::COUNT + phrases::KINDS.len();

/// The names of those features, in order.
pub fn own_names() -> impl Iterator<Item = &'static str> {
    own::NAMES.into_iter().chain(phrases::NAMES)
}

/// One line that is not blank.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Index of the line in the document.
    pub line: usize,
    /// Number of tokens.
    pub tokens: u32,
    /// Where its hashes end; they begin where those of the row before end.
    hashes_end: usize,
    /// How many of the hashes are of single tokens.
    single: u32,
    /// Shared by lines that look alike.
    pub(crate) shape: u16,
    /// Shared by lines that are the same but for case and white space.
    pub(crate) key: u64,
}

/// The rows of a document and their features.
#[derive(Debug, Clone, Default)]
pub struct Page {
    rows: Vec<Row>,
    own: Vec<f32>,
    hashes: Vec<u32>,
}

impl Page {
    /// Measures every line of a document; `joins` are the breaks to be mended, in order.
    pub fn new(lines: &Lines<'_>, joins: &[Join]) -> Self {
        let mut page = Page {
            rows: Vec::with_capacity(lines.len()),
            own: Vec::with_capacity(lines.len() * OWN),
            hashes: Vec::with_capacity(lines.text().len() / 4),
        };
        let mut tokenizer = Tokenizer::default();
        let mut lower = String::new();
        let mut blank = 0;
        for (index, line) in lines.iter().map(trim).enumerate() {
            if line.is_empty() {
                blank += 1;
                continue;
            }
            page.push(index, &markup::bare(line), blank, &mut tokenizer, &mut lower);
            blank = 0;
        }
        page.mark_joins(joins);
        page.mark_copies();
        page.mark_places();
        page
    }

    fn push(&mut self, line: usize, text: &str, blank: usize, tokenizer: &mut Tokenizer, lower: &mut String) {
        let start = self.own.len();
        self.own.resize(start + OWN, 0.0);
        let row = &mut self.own[start..];
        let Outline { shape, body } = own::fill(text, row);
        row[at::blank_none + blank.min(2)] = 1.0;
        let body = trim(&text[body..]);
        fold(body, lower);
        if body.len() <= phrases::LONGEST {
            phrases::fill(lower, &mut row[own::COUNT..]);
        }
        let counts = tokenizer.hash(body, &mut self.hashes);
        self.rows.push(Row {
            line,
            tokens: counts.tokens,
            hashes_end: self.hashes.len(),
            single: counts.single,
            shape,
            key: hash::of(lower.as_bytes()),
        });
    }

    fn mark_joins(&mut self, joins: &[Join]) {
        let row_of = |rows: &[Row], line| rows.binary_search_by_key(&line, |row: &Row| row.line).ok();
        for join in joins {
            if let (Some(upper), Some(lower)) =
                (row_of(&self.rows, join.upper), row_of(&self.rows, join.lower))
            {
                self.own[upper * OWN + at::joined_below] = 1.0;
                self.own[lower * OWN + at::joined_above] = 1.0;
            }
        }
    }

    fn mark_copies(&mut self) {
        let mut counts: HashMap<u64, (u32, bool), Hashed> = HashMap::default();
        for row in &self.rows {
            counts.entry(row.key).or_default().0 += 1;
        }
        for (row, own) in self.rows.iter().zip(self.own.chunks_exact_mut(OWN)) {
            let Some((count, seen)) = counts.get_mut(&row.key).filter(|(count, _)| *count > 1) else {
                continue;
            };
            own[at::copies] = (*count - 1).min(3) as f32 / 3.0;
            own[if *seen { at::later_copy } else { at::first_copy }] = 1.0;
            *seen = true;
        }
    }

    fn mark_places(&mut self) {
        let rows = self.rows.len();
        let (near, far) = (fading(5.0, rows), fading(20.0, rows));
        for (above, own) in self.own.chunks_exact_mut(OWN).enumerate() {
            let below = rows - 1 - above;
            let place = above as f32 / rows as f32;
            own[at::from_top] = place;
            own[at::from_end] = 1.0 - place;
            (own[at::top_5], own[at::end_5]) = (near[above], near[below]);
            (own[at::top_20], own[at::end_20]) = (far[above], far[below]);
        }
    }

    /// The rows, in order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The features row `index` has by itself.
    pub fn own(&self, index: usize) -> &[f32] {
        &self.own[index * OWN..(index + 1) * OWN]
    }

    /// Whether row `index` ends as a sentence does.
    pub fn ends_sentence(&self, index: usize) -> bool {
        self.own(index)[at::ends_sentence] > 0.0
    }

    /// Whether the sentence of row `index` goes on in the next one: the break between them is to be mended.
    pub fn goes_on(&self, index: usize) -> bool {
        self.own(index)[at::joined_below] > 0.0
    }

    /// Whether row `index` is a long line of a script that marks no end of a sentence, as Thai does.
    pub fn lacks_stops(&self, index: usize) -> bool {
        let own = self.own(index);
        own[at::mostly_cjk] > 0.0 && own[at::cjk] == 0.0 && self.width(index) >= 60.0
    }

    /// Whether row `index` begins with the mark of a list's item.
    pub fn has_bullet(&self, index: usize) -> bool {
        self.own(index)[at::bullet] > 0.0
    }

    /// The runs of rows that are items of a list or rows of a table, in order: each begins with a bullet, or is divided
    /// by `|`.
    pub fn lists(&self) -> Vec<Range<usize>> {
        let mark = |own: &[f32]| (own[at::bullet] > 0.0, own[at::bar] > 0.0);
        let rows: Vec<(bool, bool)> = self.own.chunks_exact(OWN).map(mark).collect();
        let mut runs = Vec::new();
        let mut start = 0;
        for run in rows.chunk_by(|a, b| a == b) {
            let end = start + run.len();
            if run[0] != (false, false) {
                runs.push(start..end);
            }
            start = end;
        }
        runs
    }

    /// Whether row `index` holds a date or a time of day.
    pub fn has_date(&self, index: usize) -> bool {
        self.own(index)[at::date] > 0.0
    }

    /// The same for a short row.
    pub fn has_short_date(&self, index: usize) -> bool {
        self.own(index)[at::date_short] > 0.0
    }

    /// Share (0 to 1) of row `index` that set phrases of a kind make up.
    pub fn phrase_share(&self, index: usize, kind: Kind) -> f32 {
        let place = phrases::KINDS.iter().position(|&k| k == kind);
        place.map_or(0.0, |place| self.own(index)[own::COUNT + place])
    }

    /// The share (0 to 1) of row `index`, whose text is `text`, that set phrases of each kind make up; of long rows, too,
    /// in which the features do not look for any.
    pub fn phrase_shares(&self, index: usize, text: &str) -> [(Kind, f32); phrases::KINDS.len()] {
        if text.len() > phrases::LONGEST {
            return phrases::phrase_shares(text);
        }
        let shares = &self.own(index)[own::COUNT..];
        std::array::from_fn(|kind| (phrases::KINDS[kind], shares[kind]))
    }

    /// The largest share (0 to 1) of row `index` that set phrases of one kind make up.
    pub fn phrase_most(&self, index: usize) -> f32 {
        self.own(index)[own::COUNT..].iter().copied().fold(0.0, f32::max)
    }

    /// Whether row `index` is two to four words that all begin with a capital.
    pub fn is_name_like(&self, index: usize) -> bool {
        self.own(index)[at::name_like] > 0.0
    }

    /// Whether row `index` has a digit of any script.
    pub fn has_digits(&self, index: usize) -> bool {
        self.own(index)[at::digits] > 0.0
    }

    /// Whether row `index` has no letter and no digit.
    pub fn is_symbols(&self, index: usize) -> bool {
        self.own(index)[at::symbols_only] > 0.0
    }

    /// Characters of row `index`, CJK counted twice.
    pub fn width(&self, index: usize) -> f32 {
        (self.own(index)[at::log_width] * 6.0).exp_m1()
    }

    /// One own-line feature over all rows.
    pub(crate) fn column(
        &self,
        feature: usize,
    ) -> impl ExactSizeIterator<Item = f32> + DoubleEndedIterator + '_ {
        self.own.chunks_exact(OWN).map(move |own| own[feature])
    }

    /// All hashes of row `index`: of single tokens, of pairs, of the whole line.
    pub fn hashes(&self, index: usize) -> &[u32] {
        let start = if index == 0 { 0 } else { self.rows[index - 1].hashes_end };
        &self.hashes[start..self.rows[index].hashes_end]
    }

    /// The hashes of single tokens of row `index`.
    pub(crate) fn words(&self, index: usize) -> &[u32] {
        &self.hashes(index)[..self.rows[index].single as usize]
    }
}

/// Lower case, white space folded to single spaces.
fn fold(text: &str, out: &mut String) {
    out.clear();
    if is_plain(text.as_bytes()) {
        out.push_str(text);
        out.make_ascii_lowercase();
        return;
    }
    for (i, word) in text.split_whitespace().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        if word.is_ascii() {
            let start = out.len();
            out.push_str(word);
            out[start..].make_ascii_lowercase();
        } else {
            out.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
}

/// Whether a line is all ASCII with single spaces as its only white space; most are.
fn is_plain(line: &[u8]) -> bool {
    let odd = line.iter().fold(false, |odd, &byte| odd | !(b' '..0x80).contains(&byte));
    let next = line.get(1..).unwrap_or_default();
    !odd && !line.iter().zip(next).fold(false, |gap, (&a, &b)| gap | ((a == b' ') & (b == b' ')))
}
