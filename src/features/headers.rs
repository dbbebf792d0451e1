//! Headers and what they announce: how strongly the short lines above say that chrome (or content) follows, and
//! those below that it went before. Learns "Related", "Kommentare", "最新ニュース" without a list.

use super::columns::{Columns, First, means};
use super::curves::{fading, ln_1p};
use super::own::at;
use super::page::Page;
use crate::plan::Kind;

/// Longest header, in characters.
const LONGEST: u32 = 70;
/// What a header must at least say to be remembered.
const STRONG: f32 = 0.25;

pub(super) fn describe(page: &Page, first: First<'_>, columns: &mut Columns<'_>) {
    let names = ["own", "near", "far", "lowest", "highest", "mean_0.7", "mean_0.93"];
    let short = ln_1p(LONGEST) / 6.0;
    for (prefix, scores) in [("header_above", first.below), ("header_below", first.above)] {
        let header = |(score, chars): (&f32, f32)| {
            let says = (score / 2.0).tanh();
            Header { says, strength: if chars < short { says } else { 0.0 } }
        };
        let headers: Vec<Header> = scores.iter().zip(page.column(at::log_chars)).map(header).collect();
        let rows = match prefix {
            "header_above" => remember(headers.iter()),
            _ => reversed(remember(headers.iter().rev())),
        };
        columns.push(|k| format!("{prefix}_{}", names[k]), rows.into_iter());
    }
}

/// What a row would announce as a header.
struct Header {
    says: f32,
    /// The same; 0 where it is too long to be one.
    strength: f32,
}

/// Kinds whose header names all lines below it.
const BLOCKS: [(Kind, &str); 3] = [
    (Kind::Related, "phrase_related_above"),
    (Kind::Comments, "phrase_comments_above"),
    (Kind::Newsletter, "phrase_newsletter_above"),
];
/// Share of a line that set phrases must make up to be such a header.
const HEADER_SHARE: f32 = 0.6;
/// Rows over which such a header fades to a third.
const FADE: f32 = 20.0;

/// How near above a row the last header of each kind of block stands: 1 right above, fading with the distance.
pub(super) fn blocks(page: &Page, columns: &mut Columns<'_>) {
    let rows = page.rows().len();
    let fades = fading(FADE, rows);
    let mut distances = [None; BLOCKS.len()];
    let of_row = |row| {
        let near = distances.map(|distance: Option<usize>| distance.map_or(0.0, |distance| fades[distance]));
        for (distance, (kind, _)) in distances.iter_mut().zip(BLOCKS) {
            let is_header = page.phrase_share(row, kind) >= HEADER_SHARE;
            *distance = if is_header { Some(0) } else { distance.map(|distance| distance + 1) };
        }
        near
    };
    columns.push(|k| BLOCKS[k].1.to_owned(), (0..rows).map(of_row));
}

fn reversed<T>(mut rows: Vec<T>) -> Vec<T> {
    rows.reverse();
    rows
}

/// What a row says; the last strong header before it, fading fast and slowly, and the fading extremes of all before it;
/// the decaying means of what the rows before it say.
fn remember<'h>(headers: impl ExactSizeIterator<Item = &'h Header> + Clone) -> Vec<[f32; 7]> {
    let (fast, slow) = (fading(10.0, headers.len()), fading(40.0, headers.len()));
    let (mut last, mut distance, mut lowest, mut highest) = (0.0, 0, 0.0f32, 0.0f32);
    let means = means([0.7, 0.93], headers.clone().map(|header| [header.says; 2]));
    let of_row = |(&Header { says, strength }, [near, far]): (&Header, [f32; 2])| {
        let row = [says, last * fast[distance], last * slow[distance], lowest, highest, near, far];
        distance += 1;
        lowest *= 0.97;
        highest *= 0.97;
        if strength.abs() > STRONG {
            (last, distance) = (strength, 0);
        }
        lowest = lowest.min(strength);
        highest = highest.max(strength);
        row
    };
    headers.zip(means).map(of_row).collect()
}
