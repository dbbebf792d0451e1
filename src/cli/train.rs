//! `dechrome train`: fits the model to labelled pages.

use std::path::{Path, PathBuf};

use dechrome::train::rows::{self, Fold, Row};
use dechrome::{Error, Result};

/// Fit the model to labelled pages
#[derive(Debug, clap::Args)]
pub(crate) struct Train {
    /// Corpora: JSON Lines, plain or .gz
    #[arg(required = true, value_name = "CORPUS")]
    corpora: Vec<PathBuf>,
    /// Where the model goes
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Leave out the sites of fold I of N, to be scored on
    #[arg(long, value_name = "I/N")]
    holdout: Option<Fold>,
}

pub(crate) fn read(corpora: &[PathBuf]) -> Result<Vec<Row>> {
    let mut all = Vec::new();
    for corpus in corpora {
        all.extend(rows::read(corpus)?);
    }
    Ok(all)
}

pub(crate) fn run(train: &Train, mut progress: impl FnMut(&str)) -> Result<()> {
    let mut rows = read(&train.corpora)?;
    if let Some(fold) = train.holdout {
        rows.retain(|row| !fold.holds(row));
    }
    let bytes = dechrome::train::train(&rows, &mut progress).to_bytes()?;
    write(&train.output, &bytes)
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).map_err(|e| Error::invalid(format!("cannot write: {e}")).in_file(path))
}
