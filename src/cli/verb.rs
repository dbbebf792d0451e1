//! What was typed: a verb with its arguments, and what all verbs share.

use clap::{Parser, Subcommand};

use super::args::MannerArgs;
use super::{clean, diff, eval, explain, generate, golden, learn, train};

/// Strip the boilerplate from plain text and show exactly what was removed
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, disable_help_subcommand = true)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs")]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) verb: Verb,
    #[command(flatten)]
    pub(crate) manner: MannerArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Clean(clean::CleanArgs),
    Diff(diff::DiffArgs),
    Explain(explain::ExplainArgs),
    Golden(golden::GoldenArgs),
    Eval(eval::EvalArgs),
    Learn(learn::LearnArgs),
    Train(train::TrainArgs),
    Generate(generate::GenerateArgs),
}
