//! A tuned model held against its base: on corrections it has not learnt from, and on documents that come with the
//! program, since those who correct have no corpora.

use rayon::iter::Either;
use rayon::prelude::*;

use super::score;
use crate::error::{Error, Result};
use crate::model::Model;
use crate::pipeline::{Cleaner, Options};
use crate::text::Lines;
use crate::train::rows::Row;
use crate::train::tune::{Correction, HELD_OUT, Tuned, tune};

/// Least mean words F1 of what a tuned model makes of other documents, against what its base makes of them.
pub const FLOOR: f64 = 0.998;
/// Parts of the corrections, each held out once.
const PARTS: usize = 5;
/// Shares of what was learnt, in the order in which they are tried: with all of it, documents of other sites change more
/// than they should.
const SHARES: [f32; 3] = [0.6, 0.3, 0.15];
/// Words F1 that rounding can cost.
const SLACK: f64 = 5e-5;

/// A document with the output that somebody wants.
#[derive(Debug, Clone)]
pub struct Taught {
    /// The document, its main text the output; or a row of a review.
    pub row: Row,
    /// Under which the output is wanted.
    pub options: Options,
}

/// A tuned model, and how it does.
#[derive(Debug, Clone)]
pub struct Tuning {
    /// The model; the base itself where there is nothing to learn.
    pub model: Model,
    /// Documents that were learnt from.
    pub documents: usize,
    /// Documents that were not: what is wanted of them is not made of their lines.
    pub unusable: Vec<String>,
    /// Lines of them that the base has wrong.
    pub lines: usize,
    /// Mean words F1 on these documents, 0 to 1, by the base and by models that have not learnt from the document;
    /// `None` with fewer than two documents.
    pub held_out: Option<(f64, f64)>,
    /// Mean words F1, 0 to 1, of what it makes of documents that come with the program, against what the base does.
    pub others: f64,
}

impl Tuning {
    /// What speaks against using the model.
    pub fn shortcomings(&self) -> Vec<String> {
        let mut found = Vec::new();
        if let Some((before, after)) = self.held_out.filter(|(before, after)| *after < before - SLACK) {
            found.push(format!(
                "words F1 of corrections it has not seen is {after:.4}, {before:.4} with the base"
            ));
        }
        if self.others < FLOOR {
            found.push(format!(
                "words F1 of other documents against the base is {:.4}, the floor is {FLOOR}",
                self.others
            ));
        }
        found
    }
}

/// Tunes a model by corrections, with the largest share of what was learnt that nothing speaks against.
///
/// # Errors
/// If there is no document to learn from.
pub fn tuned(base: &Model, taught: Vec<Taught>) -> Result<Tuning> {
    let of_base = Cleaner::with_model(Options::default(), base.clone());
    let usable = |taught: Taught| {
        let text = taught.row.rendering(0).unwrap_or_default();
        let plan = of_base.with_options(taught.options.clone()).plan(&Lines::new(text));
        match Correction::new(&taught.row, &plan) {
            Some(correction) => Either::Left((taught, correction)),
            None => Either::Right(taught.row.id),
        }
    };
    let (usable, unusable): (Vec<_>, Vec<_>) = taught.into_par_iter().partition_map(usable);
    if usable.is_empty() {
        return Err(Error::invalid(
            "there is no correction to learn from: no wanted output is made of its document's lines",
        ));
    }
    let (taught, corrections): (Vec<Taught>, Vec<Correction>) = usable.into_iter().unzip();
    let all: Vec<&Correction> = corrections.iter().collect();
    let learnt = tune(base, &all);
    let lines = corrections.iter().map(Correction::lines).sum();
    let mut tuning =
        Tuning { model: base.clone(), documents: taught.len(), unusable, lines, held_out: None, others: 1.0 };
    if learnt.is_base() {
        return Ok(tuning);
    }
    let parts = Parts::new(base, &taught, &corrections);
    for share in SHARES {
        tuning.model = learnt.model(share);
        tuning.held_out = parts.as_ref().map(|parts| (parts.before, parts.after(share)));
        tuning.others = agreement(&of_base, &Cleaner::with_model(Options::default(), tuning.model.clone()));
        if tuning.shortcomings().is_empty() {
            break;
        }
    }
    Ok(tuning)
}

/// Corrections in parts, with what is learnt from all others.
struct Parts<'c> {
    taught: &'c [Taught],
    learnt: Vec<Tuned<'c>>,
    before: f64,
}

impl<'c> Parts<'c> {
    fn new(base: &'c Model, taught: &'c [Taught], corrections: &'c [Correction]) -> Option<Self> {
        let parts = PARTS.min(taught.len());
        if parts < 2 {
            return None;
        }
        let learn = |part: usize| {
            let others = corrections.iter().enumerate().filter(|(index, _)| index % parts != part);
            tune(base, &others.map(|(_, correction)| correction).collect::<Vec<_>>())
        };
        let learnt = (0..parts).into_par_iter().map(learn).collect();
        let before = mean(taught, &[Cleaner::with_model(Options::default(), base.clone())]);
        Some(Parts { taught, learnt, before })
    }

    fn after(&self, share: f32) -> f64 {
        let cleaner = |tuned: &Tuned<'_>| Cleaner::with_model(Options::default(), tuned.model(share));
        mean(self.taught, &self.learnt.iter().map(cleaner).collect::<Vec<_>>())
    }
}

/// Mean words F1 of documents against what is wanted, each by the cleaner of its part.
fn mean(taught: &[Taught], cleaners: &[Cleaner]) -> f64 {
    let f1 = |(index, taught): (usize, &Taught)| {
        let Taught { row, options } = taught;
        let wanted = Row { gold: row.gold.clone().or_else(|| row.silver.clone()), ..row.clone() };
        let cleaner = cleaners[index % cleaners.len()].with_options(options.clone());
        let text = row.rendering(0).unwrap_or_default();
        score(&wanted, text, &cleaner.clean(text)).main.map_or(1.0, |(words, _)| words.f1)
    };
    let sum: f64 = taught.par_iter().enumerate().map(f1).collect::<Vec<_>>().iter().sum();
    sum / taught.len().max(1) as f64
}

/// Mean words F1 of what one cleaner makes of the documents that come with the program, against what another does.
fn agreement(one: &Cleaner, other: &Cleaner) -> f64 {
    let of_text = |text: &&str| {
        let row = Row { gold: Some(one.clean(text)), ..Row::default() };
        score(&row, text, &other.clean(text)).main.map_or(1.0, |(words, _)| words.f1)
    };
    HELD_OUT.par_iter().map(of_text).collect::<Vec<_>>().iter().sum::<f64>() / HELD_OUT.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_got_worse_is_named() {
        let model = Model::shipped().clone();
        let tuning = |held_out, others| {
            let lines = 3;
            Tuning { model: model.clone(), documents: 2, unusable: vec![], lines, held_out, others }
                .shortcomings()
        };
        assert_eq!(tuning(Some((0.9, 0.9)), 1.0), [""; 0]);
        assert_eq!(tuning(None, FLOOR), [""; 0]);
        assert_eq!(
            tuning(Some((0.9, 0.85)), 0.99),
            [
                "words F1 of corrections it has not seen is 0.8500, 0.9000 with the base",
                "words F1 of other documents against the base is 0.9900, the floor is 0.998"
            ]
        );
    }
}
