//! Where the results of `clean` go: the cleaned files, and what is written beside them.

use std::path::{Path, PathBuf};

use dechrome::{Error, Result, fsio};

use super::super::args::Results;
use super::super::job::Texts;
use super::super::stats::StatsForm;

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Results")]
pub(super) struct ResultArgs {
    /// Replace each file by its cleaned form, in one step and only if it changes; with a suffix, as in
    /// --in-place=.bak, the original stays beside it under that name, which must be free
    #[arg(short, long, value_name = "SUFFIX", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    #[arg(value_parser = suffix)]
    pub(super) in_place: Option<String>,
    /// Write each cleaned file into this folder: files named under their own names, those of a folder or a list with
    /// their path below it; two files of one name are an error, and nothing is written outside the folder
    #[arg(short, long, value_name = "DIR", conflicts_with = "in_place")]
    pub(super) output_dir: Option<PathBuf>,
    /// Also write everything removed, dropped lines and mended breaks, to FILE, one JSON object a line: with the
    /// output it holds all that was read but white space
    #[arg(long, value_name = "FILE")]
    pub(super) removed: Option<PathBuf>,
    /// Also write a page for a browser to FILE, with the original beside the result, the reason and score of each line
    /// and the evidence behind it; one file, which loads nothing
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,
    /// Add to each JSONL row what became of it, as in "dechrome": {"kept": 20, "removed": 5, "share": 0.12, "reasons":
    /// {"nav": 5}}: lines kept and removed, the share of the text removed (in characters, white space left out), lines by reason
    #[arg(long)]
    pub(super) annotate: bool,
    /// Print counts by reason to standard error at the end, and how many lines each rule matches, as text or as json
    #[arg(long, value_name = "FORM", num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    #[arg(hide_possible_values = true)]
    pub(super) stats: Option<StatsForm>,
    /// Print the options in force for each FILE as TOML, as dechrome.toml takes them, and clean nothing
    #[arg(long, conflicts_with_all = ["in_place", "output_dir", "removed", "report", "annotate", "stats"])]
    pub(super) dump_config: bool,
}

fn suffix(typed: &str) -> Result<String> {
    if typed.contains(std::path::is_separator) {
        return Err(Error::invalid(format!("{typed:?} is not a suffix but a path")));
    }
    Ok(typed.to_owned())
}

impl ResultArgs {
    /// Whether any file is written.
    pub(super) fn writes(&self) -> bool {
        let beside = self.removed.is_some() || self.report.is_some();
        self.in_place.is_some() || self.output_dir.is_some() || beside
    }

    /// The evidence behind a plan is that of the whole document.
    pub(super) fn texts(&self) -> Texts {
        if self.report.is_some() { Texts::Whole } else { Texts::InParts }
    }

    /// What is written beside the results, by what it is called.
    fn beside(&self) -> impl Iterator<Item = (&'static str, &Path)> {
        let files = [("record", &self.removed), ("report", &self.report)];
        files.into_iter().filter_map(|(what, path)| Some((what, path.as_deref()?)))
    }

    pub(super) fn places(&self) -> Results {
        let files = self.beside().map(|(_, path)| path.to_owned()).collect();
        Results { folder: self.output_dir.clone(), files }
    }

    /// Neither record nor report may take the place of a document, or of each other: nothing is begun then.
    pub(super) fn spare(&self, named: &[PathBuf]) -> Result<()> {
        for (what, path) in self.beside() {
            if let Some(input) = named.iter().find(|input| fsio::is_same(input, path)) {
                return Err(overwritten(what).in_file(input));
            }
        }
        match (&self.removed, &self.report) {
            (Some(removed), Some(report)) if removed == report || fsio::is_same(removed, report) => {
                Err(Error::invalid("is to hold the record, so the report cannot be written to it")
                    .in_file(report))
            }
            _ => Ok(()),
        }
    }
}

pub(super) fn overwritten(what: &str) -> Error {
    Error::invalid(format!("is to be read, so the {what} cannot be written to it"))
}
