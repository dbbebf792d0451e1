//! `dechrome train --from`: a model tuned by what was corrected.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use dechrome::eval::tuning::{self, Taught, Tuning};
use dechrome::golden::Case;
use dechrome::model::Model;
use dechrome::train::rows::{self, Row};
use dechrome::{Error, Options, Result, fsio};

use super::config::read_model;
use super::labelled;
use super::messages::Messages;
use super::outcome::Outcome;

/// What a model is tuned by.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Tuning")]
pub(crate) struct TuneArgs {
    /// Tune a model by the corrections in PATH: a folder of golden cases, one such case, or JSON Lines as clean
    /// --review --corrections writes them, or with a document as "text" and what it should become as "gold"; may be given
    /// again. Cases without accepted output are left out
    #[arg(long, value_name = "PATH", conflicts_with_all = ["corpora", "joins", "holdout"])]
    from: Vec<PathBuf>,
    /// The model to tune [default: the one in the program]
    #[arg(long, value_name = "FILE", requires = "from", conflicts_with_all = ["corpora", "joins"])]
    base: Option<PathBuf>,
    /// Write the model also if documents it has not learnt from do worse with it
    #[arg(long, requires = "from", conflicts_with_all = ["corpora", "joins"])]
    allow_regression: bool,
}

impl TuneArgs {
    pub(crate) fn is_asked(&self) -> bool {
        !self.from.is_empty()
    }
}

pub(crate) fn run(args: &TuneArgs, output: &Path, messages: &Messages) -> Result<Outcome> {
    let base = args.base.as_deref().map(read_model).transpose()?;
    let base = base.map_or_else(|| Cow::Borrowed(Model::shipped()), Cow::Owned);
    let mut taught = Vec::new();
    for path in &args.from {
        taught.extend(if path.is_dir() { of_cases(path)? } else { of_rows(path)? });
    }
    let tuning = tuning::tuned(&base, taught)?;
    messages.progress(&told(&tuning));
    for id in &tuning.unusable {
        messages.warning(id, "left out, as what is wanted of it is not made of its lines");
    }
    if tuning.lines == 0 {
        messages
            .warning("corrections", "the base has all of their lines right already, so nothing was learnt");
    }
    let shortcomings = tuning.shortcomings();
    if !shortcomings.is_empty() && !args.allow_regression {
        let hint = "--allow-regression writes the model all the same";
        messages.error(&Error::invalid_with_hint(shortcomings.join("; "), hint).in_file(output));
        return Ok(Outcome::Differences);
    }
    shortcomings.iter().for_each(|what| messages.warning(&output.display().to_string(), what));
    fsio::write(output, &tuning.model.to_bytes()?)?;
    Ok(Outcome::Done)
}

fn of_cases(path: &Path) -> Result<Vec<Taught>> {
    let taught = |(case, row): (Case, Row)| Taught { row, options: case.options().clone() };
    Ok(labelled::cases(path)?.into_iter().map(taught).collect())
}

fn of_rows(path: &Path) -> Result<Vec<Taught>> {
    let rows: Vec<Row> = rows::read(path)?;
    Ok(rows.into_iter().map(|row| Taught { row, options: Options::default() }).collect())
}

fn told(tuning: &Tuning) -> String {
    let Tuning { documents, lines, held_out, others, .. } = tuning;
    let held_out = match held_out {
        Some((before, after)) => format!("{before:.4} before, {after:.4} after"),
        None => "-, too few to hold one out".to_owned(),
    };
    format!(
        "corrected documents         {documents:6}\n  lines the base has wrong  {lines:6}\n  words F1, each held out   {held_out}\n\
         other documents, words F1 against the base  {others:.4}"
    )
}
