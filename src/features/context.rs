//! What a line's neighbours and page say about it, given a first score of every line.
//!
//! All of it costs a constant time a line: passes forward and back with running averages instead of windows.

use std::sync::OnceLock;

use super::own::at;
use super::page::{OWN, Page, own_names};
use super::{core, headers, run, shape};

/// First scores of the rows of a page, in log-odds; each slice holds one value a row.
#[derive(Debug, Clone, Copy)]
pub struct First<'s> {
    /// Of the row being content.
    pub content: &'s [f32],
    /// Of the rows below it being content.
    pub below: &'s [f32],
    /// Of the rows above it being content.
    pub above: &'s [f32],
}

/// Words too common to tell one page's subject from another's: a bit each for 2^18 token hashes.
#[derive(Debug, Clone, Copy)]
pub struct CommonWords<'m>(pub &'m [u8]);

impl CommonWords<'_> {
    /// Number of buckets.
    pub const BUCKETS: usize = 1 << 18;

    /// The bucket of a token's hash.
    pub fn bucket(hash: u32) -> usize {
        hash as usize & (Self::BUCKETS - 1)
    }

    pub(crate) fn contains(&self, hash: u32) -> bool {
        let bucket = Self::bucket(hash);
        self.0.get(bucket / 8).is_some_and(|byte| byte >> (bucket % 8) & 1 == 1)
    }
}

/// Decays of the running averages.
const DECAYS: [f32; 3] = [0.5, 0.8, 0.95];
/// Rows whose own score is seen above and below.
const NEAR: usize = 5;

/// Number of inputs a row has: its own features, then those of its context.
pub fn width() -> usize {
    names().len()
}

/// The names of all inputs, in order.
pub fn names() -> &'static [String] {
    static NAMES: OnceLock<Vec<String>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names: Vec<String> = own_names().map(str::to_owned).collect();
        let page = Page::default();
        let first = First { content: &[], below: &[], above: &[] };
        describe(&page, first, CommonWords(&[]), &mut Columns { sink: Sink::Names(&mut names) });
        names
    })
}

/// Index of the input that tells which share of a row's words stand in the page's best lines.
pub fn core_share() -> usize {
    static INDEX: OnceLock<usize> = OnceLock::new();
    *INDEX.get_or_init(|| names().iter().position(|name| name == "core_share").unwrap_or(0))
}

/// Writes the inputs of all rows, row after row, each [`width`] values.
pub fn fill(page: &Page, first: First<'_>, common: CommonWords<'_>, width: usize, out: &mut Vec<f32>) {
    out.clear();
    out.resize(page.rows().len() * width, 0.0);
    for (index, row) in out.chunks_exact_mut(width).enumerate() {
        row[..OWN].copy_from_slice(page.own(index));
    }
    describe(page, first, common, &mut Columns { sink: Sink::Values { data: out, width, column: OWN } });
}

/// Where columns go. Describing an empty page gives their names, so that names and values cannot fall apart.
pub(super) struct Columns<'o> {
    sink: Sink<'o>,
}

enum Sink<'o> {
    Names(&'o mut Vec<String>),
    Values { data: &'o mut [f32], width: usize, column: usize },
}

impl Columns<'_> {
    /// One more column: its name and its value for every row.
    pub(super) fn push(&mut self, name: impl FnOnce() -> String, values: impl Iterator<Item = f32>) {
        match &mut self.sink {
            Sink::Names(names) => names.push(name()),
            Sink::Values { data, width, column } => {
                for (row, value) in data.chunks_exact_mut(*width).zip(values) {
                    row[*column] = value;
                }
                *column += 1;
            }
        }
    }

    /// Several columns computed together: their names, and one array a row.
    pub(super) fn push_all<const N: usize>(&mut self, prefix: &str, names: [&str; N], rows: &[[f32; N]]) {
        for (k, name) in names.iter().enumerate() {
            self.push(|| format!("{prefix}{name}"), rows.iter().map(|row| row[k]));
        }
    }
}

fn describe(page: &Page, first: First<'_>, common: CommonWords<'_>, columns: &mut Columns<'_>) {
    let score: Vec<f32> = first.content.iter().map(|s| (s / 3.0).tanh()).collect();
    neighbours(&score, first.content, columns);
    averages(page, &score, columns);
    whole_page(page, &score, columns);
    mass(page, columns);
    core::describe(page, &score, common, columns);
    shape::describe(page, &score, columns);
    run::describe(page, &score, columns);
    headers::describe(page, first, columns);
    headers::blocks(page, columns);
}

fn neighbours(score: &[f32], raw: &[f32], columns: &mut Columns<'_>) {
    for k in 1..=NEAR {
        let k_above = std::iter::repeat_n(0.0, k.min(score.len())).chain(score.iter().copied());
        columns.push(|| format!("score_above_{k}"), k_above.take(score.len()));
        let k_below = score.iter().skip(k).copied().chain(std::iter::repeat_n(0.0, k));
        columns.push(|| format!("score_below_{k}"), k_below.take(score.len()));
    }
    columns.push(|| "score".to_owned(), raw.iter().map(|s| s / 4.0));
}

fn averages(page: &Page, score: &[f32], columns: &mut Columns<'_>) {
    let channels = [
        ("log_chars", page.column(at::log_chars).collect()),
        ("ends_sentence", page.column(at::ends_sentence).collect()),
        ("digits", page.column(at::digits).collect()),
        ("copies", page.column(at::copies).collect()),
        ("score", score.to_vec()),
    ];
    let mut average = vec![0.0; score.len()];
    for decay in DECAYS {
        for (name, channel) in &channels {
            average_above(channel, decay, &mut average);
            columns.push(|| format!("{name}_mean_above_{decay}"), average.iter().copied());
            average_below(channel, decay, &mut average);
            columns.push(|| format!("{name}_mean_below_{decay}"), average.iter().copied());
        }
    }
}

/// The decaying mean of the values above each row, without its own.
pub(super) fn average_above(values: &[f32], decay: f32, out: &mut [f32]) {
    let mut mean = 0.0;
    for (out, value) in out.iter_mut().zip(values) {
        *out = mean;
        mean = decay * mean + (1.0 - decay) * value;
    }
}

/// The decaying mean of the values below each row, without its own.
pub(super) fn average_below(values: &[f32], decay: f32, out: &mut [f32]) {
    let mut mean = 0.0;
    for (out, value) in out.iter_mut().zip(values).rev() {
        *out = mean;
        mean = decay * mean + (1.0 - decay) * value;
    }
}

fn whole_page(page: &Page, score: &[f32], columns: &mut Columns<'_>) {
    let rows = score.len();
    let mean = |sum: f32| sum / rows.max(1) as f32;
    let long = |own: &[f32]| own[at::chars_to_159] + own[at::chars_to_299] + own[at::chars_300];
    let means = [
        ("log_chars", mean(page.column(at::log_chars).sum())),
        ("ends_sentence", mean(page.column(at::ends_sentence).sum())),
        ("digits", mean(page.column(at::digits).sum())),
        ("long", mean((0..rows).map(|i| long(page.own(i))).sum())),
        ("score", mean(score.iter().sum())),
        ("phrases", mean((0..rows).map(|i| page.phrase_most(i)).sum())),
        ("log_rows", (rows as f32).ln_1p() / 7.0),
    ];
    for (name, mean) in means {
        columns.push(|| format!("page_{name}"), std::iter::repeat_n(mean, rows));
    }
}

/// How much of the page's mass of long sentences stands above and below.
fn mass(page: &Page, columns: &mut Columns<'_>) {
    let of = |chars: f32, ends: f32| ((chars * 6.0).exp_m1() / 200.0 * ends).clamp(0.0, 3.0);
    let masses: Vec<f32> = page
        .column(at::log_chars)
        .zip(page.column(at::ends_sentence))
        .map(|(chars, ends)| of(chars, ends))
        .collect();
    let total: f32 = masses.iter().sum::<f32>().max(1e-3);
    let mut above = 0.0;
    let rows: Vec<[f32; 4]> = masses
        .iter()
        .map(|mass| {
            let before: f32 = above / total;
            let after = 1.0 - before - mass / total;
            above += mass;
            [before, after, f32::from(before <= 0.0), f32::from(after <= 1e-6)]
        })
        .collect();
    columns.push_all("mass_", ["above", "below", "none_above", "none_below"], &rows);
}
