//! `dechrome eval`: scores the cleaning on labelled pages.

use std::io::Write;
use std::path::PathBuf;

use dechrome::model::Model;
use dechrome::train::rows::Fold;
use dechrome::{Cleaner, Options, Result, fsio};

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
    /// A model other than the shipped one
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// How many of the worst pages to name
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,
    /// Keep lines with at least this score, 0 to 1, instead of deciding page by page
    #[arg(long, value_name = "P")]
    threshold: Option<f32>,
}

pub(crate) fn run(eval: &EvalArgs, out: &mut Out) -> Result<Outcome> {
    let mut rows = super::train::read(&eval.corpora)?;
    rows.retain(|row| eval.fold.is_none_or(|fold| fold.holds(row)));
    rows.retain(|row| eval.source.is_none() || row.source == eval.source);
    let mut options = Options::default();
    options.policy.threshold = eval.threshold;
    let cleaner = match &eval.model {
        None => Cleaner::new(options),
        Some(path) => {
            let bytes = fsio::read(fsio::open(path)?, fsio::DOCUMENT_LIMIT);
            let model = bytes.and_then(Model::from_bytes).map_err(|error| error.in_file(path))?;
            Cleaner::with_model(options, model)
        }
    };
    for evaluation in dechrome::eval::evaluate(&rows, &cleaner) {
        writeln!(out, "{}", evaluation.line()).map_err(unwritten)?;
        for page in evaluation.worst(eval.worst) {
            let f1 = page.main.map_or(0.0, |(words, _)| words.f1);
            writeln!(out, "    {f1:.3} {}", page.id).map_err(unwritten)?;
        }
    }
    Ok(Outcome::Done)
}
