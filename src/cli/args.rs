//! What was typed.

use clap::{Parser, Subcommand};

/// Strips the boilerplate from plain text and shows exactly what it removed
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Clean documents
    Clean(Clean),
    Train(super::train::Train),
    Eval(super::eval::Eval),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Clean {}
