//! `dechrome train`: fits the model to labelled pages, or tunes it by corrections.

use std::path::PathBuf;
use std::time::Instant;

use dechrome::train::joins::{self, Sources};
use dechrome::train::rows::Fold;
use dechrome::{Error, Result, fsio, merge};

use super::labelled;
use super::messages::Messages;
use super::outcome::Outcome;
use super::tune::{self, TuneArgs};

/// Fit the model to labelled pages, or tune it by corrections
///
/// A row of a corpus is a page: {"id": .., "url": .., "text": .., "gold": ..} with the whole text and the main one; pages of
/// one host are never both learnt from and scored on. 5,200 pages take about 14 minutes and 7.5 GB.
///
/// With --from, what was corrected is learnt: accepted golden cases, outputs edited by hand, and what reviews rejected.
/// Lines like these then score as corrected; all others stay as near to the base as they can. The model is written only
/// if documents that it has not learnt from do no worse with it: the corrections, each held out in turn, and documents
/// that come with the program. The exit code is 1 if they do.
#[derive(Debug, clap::Args)]
pub(crate) struct TrainArgs {
    /// Corpora of labelled pages: JSON Lines, plain or .gz, or folders of golden cases, of which those without options
    /// count; with --joins, files of pages to break and learn from
    #[arg(required_unless_present_any = ["joins", "from"], value_name = "CORPUS")]
    corpora: Vec<PathBuf>,
    /// Fit the model that mends breaks, to a corpus of texts with and without spurious breaks
    #[arg(long, value_name = "CORPUS")]
    joins: Option<PathBuf>,
    /// Where the model goes; with --joins it is JSON, and packed as the program embeds it in FILE with the ending .bin
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Leave out the sites of fold I of N, or with --joins every Nth text from the Ith, to be scored on
    #[arg(long, value_name = "I/N")]
    holdout: Option<Fold>,
    #[command(flatten)]
    tune: TuneArgs,
}

pub(crate) fn run(train: &TrainArgs, messages: &Messages) -> Result<Outcome> {
    let started = Instant::now();
    let progress =
        |what: &str| messages.progress(&format!("{:6.1} s {what}", started.elapsed().as_secs_f32()));
    let bytes = match &train.joins {
        Some(corpus) => {
            let (joins, pages) = (corpus.clone(), train.corpora.clone());
            let json = joins::train(&Sources { joins, pages, holdout: train.holdout })?;
            fsio::write(&train.output.with_extension("bin"), &merge::Model::from_json(&json)?.pack())?;
            json.into_bytes()
        }
        None if train.tune.is_asked() => {
            return tune::run(&train.tune, &train.output, messages);
        }
        None => {
            let mut rows = labelled::pages(&train.corpora)?;
            rows.retain(|row| train.holdout.is_none_or(|fold| !fold.holds(row)));
            if rows.is_empty() {
                return Err(Error::invalid("there is no page to learn from"));
            }
            dechrome::train::train(&rows, progress).to_bytes()?
        }
    };
    fsio::write(&train.output, &bytes)?;
    progress("done");
    Ok(Outcome::Done)
}
