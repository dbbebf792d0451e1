//! `dechrome eval`: scores the cleaning on labelled pages.

use std::io::Write;
use std::path::PathBuf;

use dechrome::Result;
use dechrome::train::rows::Fold;

use super::args::DecideArgs;
use super::outcome::Outcome;
use super::stream::{Out, unwritten};

/// Score the cleaning on labelled pages
#[derive(Debug, clap::Args)]
pub(crate) struct EvalArgs {
    /// Corpora: JSON Lines, plain or .gz
    #[arg(required = true, value_name = "CORPUS")]
    corpora: Vec<PathBuf>,
    /// Only the sites of fold I of N
    #[arg(long, value_name = "I/N")]
    fold: Option<Fold>,
    /// Only the pages of this source
    #[arg(long)]
    source: Option<String>,
    /// How many of the worst pages to name
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,
    #[command(flatten)]
    decide: DecideArgs,
}

pub(crate) fn run(eval: &EvalArgs, out: &mut Out) -> Result<Outcome> {
    let mut rows = super::train::read(&eval.corpora)?;
    rows.retain(|row| eval.fold.is_none_or(|fold| fold.holds(row)));
    rows.retain(|row| eval.source.is_none() || row.source == eval.source);
    let cleaner = eval.decide.cleaner()?;
    for evaluation in dechrome::eval::evaluate(&rows, &cleaner) {
        writeln!(out, "{}", evaluation.line()).map_err(unwritten)?;
        for page in evaluation.worst(eval.worst) {
            let f1 = page.main.map_or(0.0, |(words, _)| words.f1);
            writeln!(out, "    {f1:.3} {}", page.id).map_err(unwritten)?;
        }
    }
    Ok(Outcome::Done)
}
