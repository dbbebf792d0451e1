//! Headers and what they announce: how strongly the short lines above say that chrome (or content) follows, and
//! those below that it went before. Learns "Related", "Kommentare", "最新ニュース" without a list.

use super::context::{Columns, First, average_above, average_below};
use super::own::at;
use super::page::Page;
use crate::plan::Kind;

/// Longest header, in characters.
const LONGEST: f32 = 70.0;
/// What a header must at least say to be remembered.
const STRONG: f32 = 0.25;

pub(super) fn describe(page: &Page, first: First<'_>, columns: &mut Columns<'_>) {
    let names = ["near", "far", "lowest", "highest"];
    for (prefix, scores) in [("header_above", first.below), ("header_below", first.above)] {
        let says: Vec<f32> = scores.iter().map(|score| (score / 2.0).tanh()).collect();
        let short = LONGEST.ln_1p() / 6.0;
        let headers: Vec<f32> = says
            .iter()
            .zip(page.column(at::log_chars))
            .map(|(&says, chars)| if chars < short { says } else { 0.0 })
            .collect();
        columns.push(|| format!("{prefix}_own"), says.iter().copied());
        let above = prefix == "header_above";
        let memories =
            if above { remember(headers.iter()) } else { reversed(remember(headers.iter().rev())) };
        columns.push_all(&format!("{prefix}_"), names, &memories);
        let mut average = vec![0.0; says.len()];
        for decay in [0.7, 0.93] {
            if above {
                average_above(&says, decay, &mut average);
            } else {
                average_below(&says, decay, &mut average);
            }
            columns.push(|| format!("{prefix}_mean_{decay}"), average.iter().copied());
        }
    }
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
    for (kind, name) in BLOCKS {
        let mut distance = f32::INFINITY;
        let near: Vec<f32> = (0..page.rows().len())
            .map(|row| {
                let near = (-distance / FADE).exp();
                distance = if page.phrase_share(row, kind) >= HEADER_SHARE { 0.0 } else { distance + 1.0 };
                near
            })
            .collect();
        columns.push(|| name.to_owned(), near.into_iter());
    }
}

fn reversed(mut rows: Vec<[f32; 4]>) -> Vec<[f32; 4]> {
    rows.reverse();
    rows
}

/// The last strong header before each row, fading fast and slowly, and the fading extremes of all before it.
fn remember<'h>(headers: impl Iterator<Item = &'h f32>) -> Vec<[f32; 4]> {
    let (mut last, mut distance, mut lowest, mut highest) = (0.0f32, 99.0f32, 0.0f32, 0.0f32);
    headers
        .map(|&header| {
            let row = [last * (-distance / 10.0).exp(), last * (-distance / 40.0).exp(), lowest, highest];
            distance += 1.0;
            lowest *= 0.97;
            highest *= 0.97;
            if header.abs() > STRONG {
                (last, distance) = (header, 0.0);
            }
            lowest = lowest.min(header);
            highest = highest.max(header);
            row
        })
        .collect()
}
