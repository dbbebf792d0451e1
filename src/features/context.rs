//! What a line's neighbours and page say about it, given a first score of every line.
//!
//! All of it costs a constant time a line: passes forward and back with running averages instead of windows.

use std::sync::OnceLock;

use super::columns::{Columns, SIDES, means_around};
use super::own::at;
use super::page::{OWN, Page, own_names};
use super::{core, headers, run, shape};

pub use super::columns::First;
pub use super::core::CommonWords;

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
        describe(&page, first, CommonWords(&[]), &mut Columns::Names(&mut names));
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
    let rows = page.rows().len();
    out.clear();
    out.reserve(rows * width);
    for row in 0..rows {
        out.extend_from_slice(page.own(row));
        out.resize((row + 1) * width, 0.0);
    }
    describe(page, first, common, &mut Columns::Values { data: out, width, column: OWN });
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
    let beyond = [0.0; NEAR];
    let score = [&beyond[..], score, &beyond[..]].concat();
    let name = |k: usize| match k / 2 {
        NEAR => "score".to_owned(),
        near => format!("score_{}_{}", SIDES[k % 2], near + 1),
    };
    let around = |(near, raw): (&[f32], &f32)| {
        std::array::from_fn::<f32, { 2 * NEAR + 1 }, _>(|k| match (k / 2, k % 2) {
            (NEAR, _) => raw / 4.0,
            (k, 0) => near[NEAR - 1 - k],
            (k, _) => near[NEAR + 1 + k],
        })
    };
    columns.push(name, score.windows(2 * NEAR + 1).zip(raw).map(around));
}

/// What is averaged.
const CHANNELS: [&str; 5] = ["log_chars", "ends_sentence", "digits", "copies", "score"];

fn averages(page: &Page, score: &[f32], columns: &mut Columns<'_>) {
    const ALL: usize = CHANNELS.len() * DECAYS.len();
    let name = |k: usize| {
        let (channel, decay) = (CHANNELS[k / 2 % CHANNELS.len()], DECAYS[k / 2 / CHANNELS.len()]);
        format!("{channel}_mean_{}_{decay}", SIDES[k % 2])
    };
    let values = score.iter().enumerate().map(|(row, &score)| {
        let own = page.own(row);
        let channels = [own[at::log_chars], own[at::ends_sentence], own[at::digits], own[at::copies], score];
        std::array::from_fn(|k| channels[k % CHANNELS.len()])
    });
    let decays = std::array::from_fn(|k| DECAYS[k / CHANNELS.len()]);
    columns.push(name, means_around::<ALL, { 2 * ALL }>(decays, values).into_iter());
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
    let name = |k: usize| format!("page_{}", means[k].0);
    columns.push(name, std::iter::repeat_n(means.map(|(_, mean)| mean), rows));
}

/// How much of the page's mass of long sentences stands above and below.
fn mass(page: &Page, columns: &mut Columns<'_>) {
    let of = |(chars, ends): (f32, f32)| match ends {
        0.0 => 0.0,
        ends => ((chars * 6.0).exp_m1() / 200.0 * ends).clamp(0.0, 3.0),
    };
    let masses: Vec<f32> = page.column(at::log_chars).zip(page.column(at::ends_sentence)).map(of).collect();
    let total: f32 = masses.iter().sum::<f32>().max(1e-3);
    let mut above = 0.0;
    let rows = masses.iter().map(|mass| {
        let before: f32 = above / total;
        let after = 1.0 - before - mass / total;
        above += mass;
        [before, after, f32::from(before <= 0.0), f32::from(after <= 1e-6)]
    });
    columns.push(|k| format!("mass_{}", ["above", "below", "none_above", "none_below"][k]), rows);
}
