//! `dechrome explain`: why each line stays or goes.

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use dechrome::report::explain::stages::{self, Stage};
use dechrome::report::explain::{self, Explained, json};
use dechrome::report::{Screen, screen};
use dechrome::{Error, Result};

use super::args::{DecideArgs, Found, MannerArgs, ReadArgs};
use super::job::{Job, Manner, Planned, Texts, View};
use super::messages::Messages;
use super::outcome::Outcome;
use super::stream::{Out, unwritten};

/// Explain for each line of a document why it stays or goes
///
/// Each line comes with its number, what becomes of it (keep or drop), its score from 0 (chrome) to 1 (content), the
/// reason it is dropped for, what decided, and its text; mended breaks stand between the lines. Below stands the
/// strongest evidence for and against, in log-odds, and what the lines around it contribute; all that speaks for and
/// against adds up to the score.
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// File to read; - or none reads standard input
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Say in a sentence why this line, counted from 1, stays or goes
    #[arg(long, value_name = "LINE", group = "form")]
    why: Option<NonZeroUsize>,
    /// Show what one stage made of the document: lines, features (of each line: value, deviations from the mean,
    /// contribution), scores, labels, joins
    #[arg(long, value_name = "STAGE", group = "form", hide_possible_values = true)]
    stage: Option<StageArg>,
    /// Form of the explanation: text, or json (an object for each document, with all evidence)
    #[arg(long, value_name = "STYLE", default_value = "text", group = "form", hide_possible_values = true)]
    style: Style,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    decide: DecideArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum StageArg {
    Lines,
    Features,
    Scores,
    Labels,
    Joins,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Style {
    Text,
    Json,
}

/// What is shown.
#[derive(Clone, Copy)]
enum Form {
    Table,
    Why(NonZeroUsize),
    Stage(Stage),
    Json,
}

impl ExplainArgs {
    fn form(&self) -> Form {
        let stage = self.stage.map(|stage| match stage {
            StageArg::Lines => Stage::Lines,
            StageArg::Features => Stage::Features,
            StageArg::Scores => Stage::Scores,
            StageArg::Labels => Stage::Labels,
            StageArg::Joins => Stage::Joins,
        });
        match (self.why, stage, self.style) {
            (Some(line), ..) => Form::Why(line),
            (None, Some(stage), _) => Form::Stage(stage),
            (None, None, Style::Json) => Form::Json,
            (None, None, Style::Text) => Form::Table,
        }
    }
}

pub(crate) fn run(
    args: &ExplainArgs,
    manner: &MannerArgs,
    out: &mut Out,
    messages: &Messages,
) -> Result<Outcome> {
    let job = Job::new(&args.read, &args.decide, messages)?;
    let file = Found::named(args.file.as_deref().unwrap_or(Path::new("-")));
    let (form, screen) = (args.form(), manner.screen(out));
    let manner = Manner { threads: NonZeroUsize::MIN, size: None, texts: Texts::Whole };
    Ok(job.each(Box::new(std::iter::once(Ok(file))), &manner, out, |documents, out| {
        documents.run(&mut Explanation { out, form, screen })
    }))
}

struct Explanation<'o> {
    out: &'o mut Out,
    form: Form,
    screen: Screen,
}

impl View for Explanation<'_> {
    fn document(&mut self, planned: &Planned<'_>) -> Result<()> {
        let Planned { lines, plan, cleaner, .. } = *planned;
        if planned.document.part().is_some() && !matches!(self.form, Form::Json) {
            writeln!(self.out, "{}:", screen::escape(planned.name())).map_err(unwritten)?;
        }
        let rules = &cleaner.options().rules;
        let told = rules.told(lines);
        let explained = Explained { document: planned.name(), lines, plan, rules, told: &told };
        let mut evidence = cleaner.evidence(lines);
        let joins = cleaner.join_evidence(lines, &plan.joins).into_iter();
        let (screen, out) = (self.screen, &mut *self.out);
        let written = match self.form {
            Form::Table => explain::write(&explained, evidence, joins, screen, out),
            Form::Stage(stage) => stages::write(&explained, stage, evidence, joins, screen, out),
            Form::Json => json::write(&explained, evidence, joins, out),
            Form::Why(line) => {
                let Some(found) = evidence.nth(line.get() - 1) else {
                    let what = format!("there is no line {line}, the document has {}", lines.len());
                    return Err(Error::invalid(what).at(planned.place));
                };
                explain::write_why(&explained, line.get() - 1, &found, screen, out)
            }
        };
        written.map_err(unwritten)
    }
}
