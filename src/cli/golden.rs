//! `dechrome golden`: documents held against the output somebody has accepted for them.

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use dechrome::golden::{self, Accepted, Case, Difference, Finding, NewCase, Pending, Place};
use dechrome::report::{Screen, screen};
use dechrome::{Error, Result, fsio};

use super::args::MannerArgs;
use super::ci::CiArgs;
use super::messages::Messages;
use super::outcome::Outcome;
use super::review;
use super::stream::{Out, unwritten};
use super::typed::quoted;

/// Where cases are if nothing else is said.
const SUITE: &str = "golden";

/// Check cleaning against golden cases: documents with the output accepted for them
///
/// A case is a folder with input.txt, the accepted expected.txt, and case.toml, which says why the case exists.
/// Output that nobody has accepted yet lies beside them as expected.txt.new.
#[derive(Debug, clap::Args)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs")]
pub(crate) struct GoldenArgs {
    #[command(subcommand)]
    verb: GoldenVerb,
}

#[derive(Debug, clap::Subcommand)]
enum GoldenVerb {
    Check(CheckArgs),
    Review(review::CaseReviewArgs),
    Accept(AcceptArgs),
    Add(AddArgs),
}

/// Compare what cleaning gives now with the accepted output, and write nothing
///
/// Lines with - are in the accepted output (for a case without one: in its input), lines with + are what cleaning
/// gives now. The exit code is 0 if every case passes; 1 if one differs, has no accepted output or stale pending
/// output, or something in the folder belongs to no case; 2 if a case cannot be read.
#[derive(Debug, clap::Args)]
struct CheckArgs {
    #[command(flatten)]
    cases: CaseArgs,
    /// Check N cases at a time; what is printed is the same for any N [default: as many as there are cores]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Exit with 0 also if a case does not pass
    #[arg(long)]
    exit_zero: bool,
}

/// Make what cleaning gives now the accepted output of cases
///
/// Refuses where pending output is not what cleaning gives now: input, options or model have changed since somebody
/// saw it. The accepted output is replaced in one step, then the pending one is removed. Refuses on CI.
#[derive(Debug, clap::Args)]
struct AcceptArgs {
    #[command(flatten)]
    cases: CaseArgs,
    #[command(flatten)]
    ci: CiArgs,
}

/// Make cases of documents, with what cleaning gives now as pending output
///
/// Nothing is accepted by this: look at the output, then run golden accept. Refuses on CI.
#[derive(Debug, clap::Args)]
struct AddArgs {
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

#[derive(Debug, clap::Args)]
pub(crate) struct CaseArgs {
    /// Names of cases in golden/, folders of cases, or folders that hold cases [default: all in golden/]
    #[arg(value_name = "CASE")]
    cases: Vec<PathBuf>,
}

impl CaseArgs {
    /// # Errors
    /// If one is none of these, or a folder holds no case.
    pub(crate) fn places(&self) -> Result<Vec<Place>> {
        if self.cases.is_empty() {
            return golden::find(Path::new(SUITE));
        }
        let mut places = Vec::new();
        for what in &self.cases {
            places.extend(golden::locate(Path::new(SUITE), what)?);
        }
        Ok(places)
    }
}

/// # Errors
/// If this is CI.
fn permit_writing(ci: &CiArgs, verb: &str) -> Result<()> {
    let Some(place) = ci.told() else { return Ok(()) };
    let hint = "dechrome golden check compares without writing";
    Err(Error::invalid_with_hint(format!("golden {verb} writes nothing on CI"), hint).at(place))
}

pub(crate) fn run(
    args: &GoldenArgs,
    manner: &MannerArgs,
    out: &mut Out,
    messages: &Messages,
) -> Result<Outcome> {
    let screen = manner.screen(out);
    match &args.verb {
        GoldenVerb::Check(args) => check(args, screen, out, messages),
        GoldenVerb::Review(args) => review::cases(args, screen, out, messages),
        GoldenVerb::Accept(args) => accept(args, out, messages),
        GoldenVerb::Add(args) => add(args, screen, out, messages),
    }
}

fn check(args: &CheckArgs, screen: Screen, out: &mut Out, messages: &Messages) -> Result<Outcome> {
    let outcome = check_places(&args.cases.places()?, args.jobs, screen, out, messages)?;
    Ok(if args.exit_zero && outcome == Outcome::Differences { Outcome::Done } else { outcome })
}

/// Checks cases and prints what was found, in their order.
pub(crate) fn check_places(
    places: &[Place],
    jobs: Option<NonZeroUsize>,
    screen: Screen,
    out: &mut Out,
    messages: &Messages,
) -> Result<Outcome> {
    let (mut passed, mut failed) = (0, 0);
    let mut outcome = Outcome::Done;
    for (place, found) in places.iter().zip(golden::check_all(places, jobs)?) {
        match found {
            Ok(findings) if findings.is_empty() => passed += 1,
            Ok(findings) => {
                failed += 1;
                outcome = outcome.and(Outcome::Differences);
                show(place, &findings, screen, out).map_err(unwritten)?;
            }
            Err(error) => {
                failed += 1;
                outcome = Outcome::Error;
                messages.error(&error);
            }
        }
    }
    writeln!(out, "{passed} passed, {failed} failed").map_err(unwritten)?;
    Ok(outcome)
}

fn accept(args: &AcceptArgs, out: &mut Out, messages: &Messages) -> Result<Outcome> {
    permit_writing(&args.ci, "accept")?;
    let (mut accepted, mut before) = (0, 0);
    let mut outcome = Outcome::Done;
    for place in args.cases.places()? {
        match accept_one(&place) {
            Ok(Accepted::Before) => before += 1,
            Ok(Accepted::First(difference) | Accepted::Changed(difference)) => {
                accepted += 1;
                headline(&place, &format!("accepted, {}", extent("changing", &difference)), out)
                    .map_err(unwritten)?;
            }
            Err(error) => {
                outcome = Outcome::Error;
                messages.error(&error);
            }
        }
    }
    writeln!(out, "{accepted} accepted, {before} as before").map_err(unwritten)?;
    Ok(outcome)
}

fn accept_one(place: &Place) -> Result<Accepted> {
    match place {
        Place::Case(folder) => golden::accept(&Case::read(folder)?),
        Place::Orphan(path) => Err(Error::invalid("belongs to no golden case").in_file(path)),
    }
}

fn add(args: &AddArgs, screen: Screen, out: &mut Out, messages: &Messages) -> Result<Outcome> {
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

/// Prints what was found in one place, each finding with what to type next.
pub(crate) fn show(place: &Place, findings: &[Finding], screen: Screen, out: &mut Out) -> io::Result<()> {
    let outdated = findings.iter().any(|finding| matches!(finding, Finding::Stale(Pending::Outdated(_))));
    let accept = format!("dechrome golden accept {}", typed(place));
    for finding in findings {
        match finding {
            Finding::Differs(difference) => {
                let differs = match difference.changes.total() {
                    0 => "differs in its encoding".to_owned(),
                    _ => extent("differs in", difference),
                };
                headline(place, &differs, out)?;
                rows("expected.txt", difference, screen, out)?;
            }
            Finding::Missing(difference) => {
                let changes = extent("cleaning changes", difference);
                headline(place, &format!("has no accepted output; {changes}"), out)?;
                rows("input.txt", difference, screen, out)?;
            }
            Finding::Stale(Pending::Outdated(path)) => {
                headline(place, "has pending output that is not what cleaning gives now", out)?;
                hint(&format!("rm {}", quoted(path)), out)?;
            }
            Finding::Stale(Pending::Accepted(_)) => {
                headline(place, "has pending output that is accepted already", out)?;
                hint(&accept, out)?;
            }
            Finding::Orphan(paths) => {
                for path in paths {
                    let path = path.display().to_string();
                    writeln!(out, "golden: {} belongs to no case", screen::escape(&path))?;
                }
            }
        }
        if matches!(finding, Finding::Differs(_) | Finding::Missing(_)) && !outdated {
            hint(&accept, out)?;
        }
    }
    Ok(())
}

pub(crate) fn headline(place: &Place, what: &str, out: &mut Out) -> io::Result<()> {
    writeln!(out, "golden: {} {what}", screen::escape(&place.name()))
}

fn hint(what: &str, out: &mut Out) -> io::Result<()> {
    writeln!(out, "  hint: {}", screen::escape(what))
}

fn rows(against: &str, difference: &Difference, screen: Screen, out: &mut Out) -> io::Result<()> {
    if difference.hunks.is_empty() {
        return Ok(());
    }
    writeln!(out, "--- {against}\n+++ cleaned now")?;
    difference.write(screen, out)
}

/// As in `differs in 3 of 41 lines (2 newly dropped, 1 break mended)`.
fn extent(verb: &str, difference: &Difference) -> String {
    let Difference { lines, changes, .. } = difference;
    match changes.total() {
        0 => format!("{verb} nothing"),
        total => format!("{verb} {total} of {lines} line{} ({changes})", if *lines == 1 { "" } else { "s" }),
    }
}

/// What stands for a place on the command line: the name of a case in the default suite, any other's path.
fn typed(place: &Place) -> String {
    match place.path().parent() {
        Some(parent) if parent == Path::new(SUITE) => quoted(Path::new(&place.name())),
        _ => quoted(place.path()),
    }
}
