//! One round of mending after the other until nothing changes, and all of it in offsets of the original text.
//!
//! Mending a text twice must change nothing, yet a mended break changes what its neighbours look like. So the mended
//! text is judged again, and a document that is not at rest after three rounds comes back unmended.

use super::Hyphens;
use super::document::Document;
use super::joint::Joiner;
use super::model::{Model, SCALE};
use super::values::Values;
use super::veto;
use crate::plan::Join;
use crate::text::Lines;

const ROUNDS: usize = 3;

pub(super) fn joins(model: &Model, lines: &Lines<'_>, hyphens: Hyphens) -> Vec<Join> {
    let mut joins = once(model, lines, hyphens);
    if joins.is_empty() {
        return joins;
    }
    for _ in 1..ROUNDS {
        let mended = Mended::new(lines, &joins);
        let more = once(model, &Lines::new(&mended.text), hyphens);
        if more.is_empty() {
            return joins;
        }
        let more: Vec<Join> = more.into_iter().map(|join| mended.original(&join)).collect();
        joins.extend(more);
        joins.sort_by_key(|join| (join.span.start, join.upper));
    }
    let mended = Mended::new(lines, &joins);
    if once(model, &Lines::new(&mended.text), hyphens).is_empty() { joins } else { Vec::new() }
}

/// The joins of one round.
fn once(model: &Model, lines: &Lines<'_>, hyphens: Hyphens) -> Vec<Join> {
    let document = Document::new(lines);
    let mut joiner = Joiner::new(&document, hyphens);
    let mut joins = Vec::new();
    for at in 0..document.scans.len().saturating_sub(1) {
        if veto::is_vetoed(&document, at) {
            continue;
        }
        let score = model.score(&Values::of(&document, at));
        if score > 0 {
            let joint = joiner.joint(at);
            let (upper, lower) = (&document.scans[at], &document.scans[at + 1]);
            let offset = |text: &str| text.as_ptr() as usize - lines.text().as_ptr() as usize;
            let end = offset(upper.text) + upper.text.len() - joint.cut;
            joins.push(Join {
                upper: upper.index,
                lower: lower.index,
                span: end..offset(lower.text),
                separator: joint.separator,
                score: 1.0 / (1.0 + (-(score as f32) / SCALE).exp()),
            });
        }
    }
    joins
}

/// A text with joins applied, and the way back from it to the original.
struct Mended<'j> {
    text: String,
    joins: &'j [Join],
    /// Where each join stands in the mended text: start and end of its separator.
    places: Vec<(usize, usize)>,
    /// For each line of the mended text, the first and the last line it is made of.
    lines: Vec<(usize, usize)>,
}

impl<'j> Mended<'j> {
    fn new(lines: &Lines<'_>, joins: &'j [Join]) -> Self {
        let mut text = String::with_capacity(lines.text().len());
        let mut places = Vec::with_capacity(joins.len());
        let mut made_of: Vec<(usize, usize)> = Vec::new();
        let (mut copied, mut next_line) = (0, 0);
        for join in joins {
            text.push_str(&lines.text()[copied..join.span.start]);
            let start = text.len();
            text.push_str(join.separator.as_str());
            places.push((start, text.len()));
            copied = join.span.end;
            made_of.extend((next_line..=join.upper).map(|line| (line, line)));
            if let Some(last) = made_of.last_mut() {
                last.1 = join.lower;
            }
            next_line = join.lower + 1;
        }
        text.push_str(&lines.text()[copied..]);
        made_of.extend((next_line..lines.len()).map(|line| (line, line)));
        Mended { text, joins, places, lines: made_of }
    }

    /// A join of the mended text as one of the original.
    fn original(&self, join: &Join) -> Join {
        let span = self.offset(join.span.start)..self.offset(join.span.end);
        Join { upper: self.lines[join.upper].1, lower: self.lines[join.lower].0, span, ..*join }
    }

    /// An offset into the mended text as one into the original; right after a separator, the far side of its join.
    fn offset(&self, offset: usize) -> usize {
        let before = self.places.partition_point(|&(_, end)| end <= offset);
        match before.checked_sub(1) {
            None => offset,
            Some(last) => self.joins[last].span.end + (offset - self.places[last].1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Explainer;
    use super::*;
    use crate::plan::Separator;

    const WRAPPED: &str = "The keeper of the light wrote in his journal every night for thirty\n\
        years, and most of what we know about the early ferry comes from\n\
        those pages. He noted the weather, the names of the passengers, and\n\
        what the boat had carried, and forgot it.\n";

    #[test]
    fn a_join_has_the_probability_that_its_evidence_gives() {
        let lines = Lines::new(WRAPPED);
        let joins = joins(Model::shipped(), &lines, Hyphens::Mend);
        let explainer = Explainer::new(Model::shipped(), &lines);
        assert_eq!(joins.len(), 3);
        for join in joins {
            let why = explainer.explain(join.upper).unwrap();
            let odds = why.score - why.threshold;
            assert!((join.score - 1.0 / (1.0 + (-odds).exp())).abs() < 1e-5, "{join:?} {why:?}");
            assert!(join.score > 0.5 && odds > 0.0 && !why.vetoed);
        }
    }

    #[test]
    fn places_in_a_mended_text_lead_back_to_the_text() {
        let text = "a re-\nturn to\nthe sea\nhome";
        let lines = Lines::new(text);
        let join = |upper, span: std::ops::Range<usize>, separator| Join {
            upper,
            lower: upper + 1,
            span,
            separator,
            score: 1.0,
        };
        let joins = [join(0, 4..6, Separator::Nothing), join(1, 13..14, Separator::Space)];
        let mended = Mended::new(&lines, &joins);
        assert_eq!(mended.text, "a return to the sea\nhome");
        // Every character that is no separator leads back to itself.
        for (at, c) in mended.text.char_indices().filter(|&(at, _)| at != 11) {
            assert_eq!(text[mended.offset(at)..].chars().next(), Some(c), "{at}");
        }
        assert_eq!(mended.offset(mended.text.len()), text.len());
        let original = mended.original(&join(0, 19..20, Separator::Space));
        assert_eq!((original.upper, original.lower, original.span), (2, 3, 21..22));
    }
}
