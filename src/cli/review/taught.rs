//! Writes what a review teaches: rules into `dechrome.toml`, corrections into a corpus.

use std::path::Path;

use dechrome::review::{Correction, Session, keep_rules};
use dechrome::{Error, Result, fsio};

use super::super::messages::Messages;
use super::super::outcome::Outcome;
use super::TaughtArgs;

/// Writes both where there is something to write; one that fails is named and does not stop the other.
pub(crate) fn write(args: &TaughtArgs, session: &Session, rules: &Path, messages: &Messages) -> Outcome {
    let (rules, corrections) = (keep(session, rules), correct(session, args.corrections.as_deref()));
    let mut outcome = Outcome::Done;
    for error in [rules, corrections].into_iter().filter_map(Result::err) {
        messages.error(&error);
        outcome = Outcome::Error;
    }
    outcome
}

fn keep(session: &Session, path: &Path) -> Result<()> {
    let lines = session.kept_lines();
    if lines.is_empty() {
        return Ok(());
    }
    let toml = read_if_exists(path)?;
    let with_rules = keep_rules(&toml, &lines).map_err(|error| error.in_file(path))?;
    if with_rules == toml { Ok(()) } else { fsio::write(path, with_rules.as_bytes()) }
}

fn correct(session: &Session, path: Option<&Path>) -> Result<()> {
    let Some(path) = path else { return Ok(()) };
    let taught: Vec<Correction> =
        (0..session.documents().len()).filter_map(|document| Correction::of(session, document)).collect();
    if taught.is_empty() {
        return Ok(());
    }
    let mut corpus = read_if_exists(path)?;
    if !corpus.is_empty() && !corpus.ends_with('\n') {
        corpus.push('\n');
    }
    for correction in taught {
        corpus.push_str(&correction.to_row()?);
    }
    fsio::write(path, corpus.as_bytes())
}

fn read_if_exists(path: &Path) -> Result<String> {
    if !path.try_exists().map_err(|error| Error::io("open", error).in_file(path))? {
        return Ok(String::new());
    }
    let bytes = fsio::read(fsio::open(path)?, fsio::DOCUMENT_LIMIT).map_err(|error| error.in_file(path))?;
    String::from_utf8(bytes).map_err(|_| Error::invalid("not UTF-8").in_file(path))
}
