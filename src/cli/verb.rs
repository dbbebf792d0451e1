//! What was typed: a verb with its arguments, and what all verbs share.

use clap::{Parser, Subcommand};

use super::args::MannerArgs;
use super::{clean, diff, eval, explain, generate, golden, learn, train};

/// Strip the boilerplate from plain text and show exactly what was removed
///
/// For text that has lost its HTML or its layout: web pages saved as text, crawls, mails, books wrapped at a column. Each
/// line is scored as content or chrome (menus, dates, share lines, lists of other articles, legal notes); chrome goes, and
/// line breaks inside sentences are mended. It wants no network, no HTML and no name of the language, and cleans
/// megabytes a second on each core. The judgement is a model's and now and then wrong: diff and explain show what goes,
/// and why, before anything is written, and clean --removed keeps a record of all that went.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, disable_help_subcommand = true, after_long_help = EXAMPLES)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs")]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) verb: Verb,
    #[command(flatten)]
    pub(crate) manner: MannerArgs,
}

/// What somebody who has never used it may type first.
const EXAMPLES: &str = "\
Examples:
  dechrome diff page.txt                 what would go, and for which reasons
  dechrome explain --why 9 page.txt      in words, why line 9 stays or goes
  dechrome clean page.txt > clean.txt    the content alone
  dechrome clean -i --review *.txt       change by change, as you decide
  dechrome clean -o cleaned pages/       a folder and all below it, into another";

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
