//! `dechrome eval`: scores the cleaning on labelled pages.

use std::io::Write;
use std::path::PathBuf;

use dechrome::eval::{self, Evaluation, Scored, floors};
use dechrome::train::rows::{Fold, Row};
use dechrome::{Cleaner, Error, Result, fsio};

use super::args::DecideArgs;
use super::labelled;
use super::messages::Messages;
use super::outcome::Outcome;
use super::stream::{Out, unwritten};

/// Thresholds of the table of precision and recall.
const THRESHOLDS: [f32; 11] = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/// Recalls at which precision is told.
const RECALLS: [f64; 3] = [0.95, 0.975, 0.99];
/// How many lines of a bad page are shown.
const MISTAKES: usize = 8;

/// Score the cleaning on labelled pages, whose rows are those that train reads
///
/// For each rendering of the pages a line: the share of words kept, mean words F1, precision and recall, 4-word
/// shingles F1, snippets F1, and words F1 by page type or source. All figures run from 0 to 1.
#[derive(Debug, clap::Args)]
pub(crate) struct EvalArgs {
    /// Corpora of labelled pages: JSON Lines, plain or .gz, or folders of golden cases, of which those without options
    /// count
    #[arg(required = true, value_name = "CORPUS")]
    corpora: Vec<PathBuf>,
    /// Only the sites of fold I of N
    #[arg(long, value_name = "I/N")]
    fold: Option<Fold>,
    /// Only the pages of this source
    #[arg(long)]
    source: Option<String>,
    /// Name the N worst pages of each rendering, with the lines that went wrong
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,
    /// Also print precision and recall for a range of thresholds
    #[arg(long)]
    thresholds: bool,
    /// Also print how far scores can be trusted: the mean score and the share of content, in ten bins
    #[arg(long)]
    calibration: bool,
    /// Fail if a figure is below its floor in this file; the set is named by --set
    #[arg(long, value_name = "FILE", requires = "set")]
    floors: Option<PathBuf>,
    /// The name of this set of pages in the file of floors
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
    /// Pin today's figures as the floors of the set; none may be lower than before
    #[arg(long, requires = "floors")]
    pin: bool,
    /// With --pin, let floors sink
    #[arg(long, requires = "pin")]
    allow_regression: bool,
    #[command(flatten)]
    decide: DecideArgs,
}

pub(crate) fn run(args: &EvalArgs, out: &mut Out, messages: &Messages) -> Result<Outcome> {
    let mut rows = labelled::pages(&args.corpora)?;
    rows.retain(|row| args.fold.is_none_or(|fold| fold.holds(row)));
    rows.retain(|row| args.source.is_none() || row.source == args.source);
    if rows.is_empty() {
        return Err(Error::invalid("there is no page to look at: figures of nothing would hold any floor"));
    }
    let cleaner = args.decide.cleaner()?;
    let evaluations = eval::evaluate(&rows, &cleaner);
    for evaluation in &evaluations {
        writeln!(out, "{}", evaluation.line()).map_err(unwritten)?;
        worst(args, evaluation, &rows, &cleaner, out)?;
    }
    if args.thresholds || args.calibration {
        let scored = eval::scored(&rows, &cleaner);
        if args.thresholds {
            thresholds(&cleaner, &rows, &scored, out)?;
        }
        if args.calibration {
            calibration(&scored, out)?;
        }
    }
    match (&args.floors, &args.set) {
        (Some(path), Some(set)) => gate(args, path, set, &rows, &evaluations, messages),
        _ => Ok(Outcome::Done),
    }
}

fn worst(
    args: &EvalArgs,
    evaluation: &Evaluation,
    rows: &[Row],
    cleaner: &Cleaner,
    out: &mut Out,
) -> Result<()> {
    for page in evaluation.worst(args.worst) {
        let f1 = page.main.map_or(0.0, |(words, _)| words.f1);
        writeln!(out, "    {f1:.3} {}", page.id).map_err(unwritten)?;
        let Some(row) = rows.iter().find(|row| row.id == page.id) else { continue };
        for wrong in eval::mistakes(row, evaluation.rendering, cleaner).iter().take(MISTAKES) {
            let what = if wrong.is_content { "lost" } else { "kept" };
            let text: String = wrong.text.chars().take(70).collect();
            writeln!(out, "        {what} {:.2} {:>5} {text:?}", wrong.score, wrong.line)
                .map_err(unwritten)?;
        }
    }
    Ok(())
}

/// At fixed thresholds: means over pages and renderings of what is left, then precision and recall of the labelled
/// lines, whose recall a main text that does not stand in its page cannot spoil.
fn thresholds(cleaner: &Cleaner, rows: &[Row], lines: &Scored, out: &mut Out) -> Result<()> {
    writeln!(out, "threshold  words F1  precision  recall  of lines: precision  recall")
        .map_err(unwritten)?;
    for threshold in THRESHOLDS {
        let mut options = cleaner.options().clone();
        options.policy.threshold = Some(threshold);
        let evaluations = eval::evaluate(rows, &cleaner.with_options(options));
        let words: Vec<_> = evaluations.iter().filter_map(Evaluation::words).collect();
        let mean = |of: fn(&eval::Prf) -> f64| words.iter().map(of).sum::<f64>() / words.len().max(1) as f64;
        let (f1, precision, recall) = (mean(|w| w.f1), mean(|w| w.precision), mean(|w| w.recall));
        let (of_lines, found) = lines.cut(threshold);
        writeln!(
            out,
            "{threshold:9.2}  {f1:8.4}  {precision:9.4}  {recall:6.4}  {of_lines:19.4}  {found:6.4}"
        )
        .map_err(unwritten)?;
    }
    for recall in RECALLS {
        let precision = lines.precision_at(recall);
        writeln!(out, "precision of lines at recall {recall}: {precision:.4}").map_err(unwritten)?;
    }
    Ok(())
}

fn calibration(scored: &Scored, out: &mut Out) -> Result<()> {
    writeln!(out, "  mean score  share of content      words").map_err(unwritten)?;
    for bin in scored.calibration() {
        let (promised, found) = (bin.promised(), bin.found());
        writeln!(out, "{promised:12.3}  {found:16.3}  {:9.0}", bin.words).map_err(unwritten)?;
    }
    Ok(())
}

/// Holds the figures against their floors, or pins them.
fn gate(
    args: &EvalArgs,
    path: &PathBuf,
    set: &str,
    rows: &[Row],
    evaluations: &[Evaluation],
    messages: &Messages,
) -> Result<Outcome> {
    let json = if args.pin && !path.exists() {
        "{}".to_owned()
    } else {
        let bytes =
            fsio::read(fsio::open(path)?, fsio::DOCUMENT_LIMIT).map_err(|error| error.in_file(path))?;
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let mut floors = floors::Floors::parse(&json).map_err(|error| error.in_file(path))?;
    let (digest, figures) = (floors::digest(rows), floors::figures(evaluations));
    let known = args.pin && !floors.names(set);
    let short = if known { Vec::new() } else { floors.check(set, &digest, &figures)? };
    for short in &short {
        let floors::Short { figure, found, floor } = short;
        let error = Error::invalid(format!("{figure} is {found:.4}, the floor is {floor:.4}"));
        messages.error(&error.at(set));
    }
    if args.pin && (short.is_empty() || args.allow_regression) {
        floors.pin(set, &digest, figures);
        fsio::write(path, floors.to_json()?.as_bytes())?;
        return Ok(Outcome::Done);
    }
    Ok(if short.is_empty() { Outcome::Done } else { Outcome::Differences })
}
