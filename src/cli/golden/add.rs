//! `golden add`: documents become cases, which somebody is yet to accept.

use std::path::{Path, PathBuf};

use dechrome::golden::{self, NewCase, Place};
use dechrome::report::Screen;
use dechrome::{Error, Result, fsio};

use super::super::args::CiArgs;
use super::super::messages::Messages;
use super::super::outcome::Outcome;
use super::super::stream::{Out, unwritten};
use super::cases::{SUITE, permit_writing};
use super::findings::show;

/// Make cases of documents, with what cleaning gives now as pending output
///
/// Nothing is accepted by this: look at the output, then run golden accept. Refuses on CI.
#[derive(Debug, clap::Args)]
pub(super) struct AddArgs {
    /// Documents to make cases of; each is copied
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Name of the case, which is the name of its folder [default: the name of the file]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Why the case exists [default: what becomes of FILE]
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Folder of cases to add to; made where it is missing
    #[arg(long, value_name = "DIR", default_value = SUITE)]
    dir: PathBuf,
    #[command(flatten)]
    ci: CiArgs,
}

pub(super) fn run(args: &AddArgs, screen: Screen, out: &mut Out, messages: &Messages) -> Result<Outcome> {
    permit_writing(&args.ci, "add")?;
    if args.name.is_some() && args.files.len() > 1 {
        let files = args.files.len();
        return Err(Error::invalid(format!("names one case, but there are {files} files")).at("--name"));
    }
    let mut outcome = Outcome::Done;
    for file in &args.files {
        match add_one(args, file).and_then(|place| Ok((golden::check(&place)?, place))) {
            Ok((findings, place)) => show(&place, &findings, screen, out).map_err(unwritten)?,
            Err(error) => {
                outcome = Outcome::Error;
                messages.error(&error);
            }
        }
    }
    Ok(outcome)
}

fn add_one(args: &AddArgs, file: &Path) -> Result<Place> {
    let read = fsio::read(fsio::open(file)?, fsio::DOCUMENT_LIMIT);
    let input = read.map_err(|error| error.in_file(file))?;
    let name = args.name.clone().unwrap_or_else(|| NewCase::name_for(file));
    let from = || format!("what becomes of {}", file.file_name().unwrap_or_default().display());
    let why = args.why.clone().unwrap_or_else(from);
    let case = golden::add(&args.dir, NewCase { name: &name, why: &why, input: &input });
    Ok(Place::Case(case.map_err(|error| error.in_file(file))?.folder().to_owned()))
}
