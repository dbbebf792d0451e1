//! The command line: arguments to calls of the library, results to streams and exit codes.

mod args;
mod clean;
mod config;
mod diff;
mod eval;
mod explain;
mod generate;
mod golden;
mod input;
mod interrupt;
mod job;
mod labelled;
mod learn;
mod messages;
mod outcome;
mod place;
mod report;
mod review;
mod stats;
mod stream;
mod train;
mod tune;
mod typed;
mod usage;
mod verb;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use dechrome::Result;
use dechrome::report::Paint;
use indicatif::ProgressBar;

use messages::{Messages, Volume};
use outcome::Outcome;
use stream::Out;
use verb::{Args, Verb};

pub(crate) fn main() -> ExitCode {
    let mut out = Out::new();
    let (outcome, messages) = match Args::try_parse() {
        Ok(args) => {
            let messages = args.manner.messages(&out);
            let outcome = run(&args, &mut out, &messages).unwrap_or_else(|error| {
                messages.error(&error);
                Outcome::Error
            });
            (outcome, messages)
        }
        Err(error) => {
            let (volume, bar) = (Volume::Normal, ProgressBar::hidden());
            let messages = Messages { volume, paint: Paint::Plain, bar };
            (usage::answer(&error, &mut out, &messages), messages)
        }
    };
    out.end(outcome, &messages).into()
}

fn run(args: &Args, out: &mut Out, messages: &Messages) -> Result<Outcome> {
    let manner = &args.manner;
    match &args.verb {
        Verb::Clean(args) => clean::run(args, manner, out, messages),
        Verb::Diff(args) => diff::run(args, manner, out, messages),
        Verb::Explain(args) => explain::run(args, manner, out, messages),
        Verb::Golden(args) => golden::run(args, manner, out, messages),
        Verb::Eval(args) => eval::run(args, out, messages),
        Verb::Learn(args) => learn::run(args, out, messages),
        Verb::Train(args) => train::run(args, messages),
        Verb::Generate(args) => generate::run(args, Args::command(), out),
    }
}
