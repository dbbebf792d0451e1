//! `dechrome learn`: the lines that repeat across the documents of a site, counted into a profile.

use std::io::{self, Write};
use std::num::NonZeroU32;
use std::path::PathBuf;

use dechrome::corpus::Entry;
use dechrome::profile::{self, Profile};
use dechrome::text::Lines;
use dechrome::{Result, fsio};

use super::args::{OnError, ReadArgs};
use super::config::read_profile;
use super::files::{FileArgs, Files, Found, Results};
use super::input::Input;
use super::messages::Messages;
use super::outcome::Outcome;
use super::stream::{Out, unwritten};

/// Count in how many documents of a site each line stands, for clean --profile
///
/// Give it documents of one site: ten are good, three the least. The profile is JSON: for each line, in lower case and
/// with 0 for numbers, how many documents have it and where. It holds every line of the documents that has a letter, so
/// that profiles can be merged and a document is known again that was learnt from. Up to 524,288 different lines the
/// counts are exact; above, lines of the fewest documents are forgotten, and the profile says how many documents of a
/// line may be missing.
#[derive(Debug, clap::Args)]
pub(crate) struct LearnArgs {
    #[command(flatten)]
    files: FileArgs,
    /// Write the profile to FILE [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Keep a profile for each host, that of the address in this field of a JSONL row; clean reads the same field
    #[arg(long, value_name = "FIELD")]
    by_host: Option<String>,
    /// Read profiles, not documents, and add them up: the same as learning from all their documents at once, as long
    /// as all counts are exact
    #[arg(long, conflicts_with = "by_host")]
    merge: bool,
    /// Leave out lines of fewer than N documents: the file gets small, and is not for merging
    #[arg(long, value_name = "N", default_value = "1")]
    least: NonZeroU32,
    #[command(flatten)]
    read: ReadArgs,
}

pub(crate) fn run(args: &LearnArgs, out: &mut Out, messages: &Messages) -> Result<Outcome> {
    let mut profile = Profile::new(args.by_host.clone());
    let files = args.files.find(Results::default())?;
    let mut outcome = Outcome::Done;
    if args.merge {
        profile = merged(files)?;
    } else {
        for found in files {
            let learnt = found.and_then(|found| learn(args, &found.input, &mut profile, messages));
            outcome = outcome.and(learnt.unwrap_or_else(|error| {
                messages.error(&error);
                Outcome::Error
            }));
        }
    }
    profile.forget_below(args.least.get());
    match &args.output {
        Some(path) => fsio::write(path, profile.to_json().as_bytes())?,
        None => out.write_all(profile.to_json().as_bytes()).map_err(unwritten)?,
    }
    messages.note("profile", || format!("{} documents, {} lines", profile.documents(), profile.lines()));
    Ok(outcome)
}

/// A profile that misses what one of several holds would be a wrong one: the first that fails stops.
fn merged(files: Files<'_>) -> Result<Profile> {
    let read = |found: Result<Found>| match found?.input {
        Input::File(path) => read_profile(&path),
        input @ Input::Standard => {
            let bytes = fsio::read(io::stdin().lock(), profile::LIMIT);
            bytes.and_then(|bytes| Profile::from_json(&bytes)).map_err(|error| error.at(input))
        }
    };
    let mut profiles = files.map(read);
    let mut sum = profiles.next().transpose()?.unwrap_or_default();
    for profile in profiles {
        sum.merge(profile?)?;
    }
    Ok(sum)
}

fn learn(args: &LearnArgs, input: &Input, profile: &mut Profile, messages: &Messages) -> Result<Outcome> {
    let mut outcome = Outcome::Done;
    let mut reading = args.read.reading(input);
    reading.fields.source = args.by_host.clone();
    input.entries(&reading, |entry| {
        match entry {
            Entry::Document(document) => {
                let source = document.source().map(profile::host).unwrap_or_default();
                profile.learn(&source, &Lines::new(document.text()));
            }
            Entry::Bad(error, _) if args.read.on_error() == OnError::Stop => return Err(error.at(input)),
            Entry::Bad(error, _) => {
                messages.error(&error.at(input));
                outcome = Outcome::Error;
            }
            Entry::Other(_) => {}
        }
        Ok(())
    })?;
    Ok(outcome)
}
