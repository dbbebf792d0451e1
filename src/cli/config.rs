//! `dechrome.toml`: which one counts, and what it says.

use std::path::{Path, PathBuf};

use dechrome::settings::{self, Settings};
use dechrome::{Error, Options, Result, fsio};

/// Name of the file.
const NAME: &str = "dechrome.toml";
/// Most bytes of one.
const LIMIT: u64 = 1 << 20;

/// Where options come from beside the command line.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Cleaning")]
pub(crate) struct ConfigArgs {
    /// Take options from this file, under the names of the flags [default: the dechrome.toml in this folder or
    /// the nearest one above it]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Take no options from any dechrome.toml
    #[arg(long, conflicts_with = "config")]
    isolated: bool,
}

impl ConfigArgs {
    /// # Errors
    /// If the file cannot be read, is not TOML, or holds an unknown key, an unknown kind or a share outside 0 to 1.
    pub(crate) fn options(&self) -> Result<Options> {
        let path = match &self.config {
            Some(path) => Some(path.clone()),
            None if self.isolated => None,
            None => nearest(),
        };
        let Some(path) = path else { return Ok(Options::default()) };
        read(&path).map_err(|error| error.in_file(&path))
    }

    /// Where rules of a review go: the file named, else the nearest one, else a new one in the current folder.
    pub(crate) fn place(&self) -> PathBuf {
        self.config.clone().unwrap_or_else(nearest_or_here)
    }
}

/// The nearest `dechrome.toml`, or where a new one would be.
pub(crate) fn nearest_or_here() -> PathBuf {
    nearest().unwrap_or_else(|| PathBuf::from(NAME))
}

/// In the current folder or the nearest one above.
fn nearest() -> Option<PathBuf> {
    let folder = std::env::current_dir().ok()?;
    folder.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file())
}

fn read(path: &Path) -> Result<Options> {
    let bytes = fsio::read(fsio::open(path)?, LIMIT)?;
    let text = String::from_utf8(bytes).map_err(|_| Error::invalid("not UTF-8"))?;
    settings::from_toml::<Settings>(&text)?.options()
}
