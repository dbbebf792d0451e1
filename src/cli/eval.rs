//! `dechrome eval`: scores the cleaning on labelled pages.

use std::path::PathBuf;

use dechrome::model::Model;
use dechrome::train::rows::Fold;
use dechrome::{Cleaner, Options, Result};

/// Score the cleaning on labelled pages
#[derive(Debug, clap::Args)]
pub(crate) struct Eval {
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

pub(crate) fn run(eval: &Eval) -> Result<String> {
    let mut rows = super::train::read(&eval.corpora)?;
    rows.retain(|row| eval.fold.is_none_or(|fold| fold.holds(row)));
    rows.retain(|row| eval.source.is_none() || row.source == eval.source);
    let mut options = Options::default();
    options.policy.threshold = eval.threshold;
    let cleaner = match &eval.model {
        None => Cleaner::new(options),
        Some(path) => {
            let bytes = std::fs::read(path)
                .map_err(|e| dechrome::Error::invalid(format!("cannot read: {e}")).in_file(path))?;
            Cleaner::with_model(options, Model::from_bytes(bytes).map_err(|e| e.in_file(path))?)
        }
    };
    let mut out = String::new();
    for evaluation in dechrome::eval::evaluate(&rows, &cleaner) {
        out += &evaluation.line();
        out.push('\n');
        for page in evaluation.worst(eval.worst) {
            let f1 = page.main.map_or(0.0, |(words, _)| words.f1);
            out += &format!("    {f1:.3} {}\n", page.id);
        }
    }
    Ok(out)
}
