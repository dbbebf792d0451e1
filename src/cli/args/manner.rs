//! How the program speaks: how much, in which colours.

use std::io::IsTerminal;

use clap::{Args, ValueEnum};
use dechrome::report::{Paint, Screen, Shown};
use indicatif::{ProgressBar, ProgressDrawTarget};

use super::super::messages::{Messages, Volume};
use super::super::stream::Out;

/// How the program speaks.
#[derive(Debug, Args)]
#[command(next_help_heading = "Messages")]
pub(crate) struct MannerArgs {
    /// Say nothing but errors
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Also say what became of each document
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,
    /// Do not show how far a run has come, as is done on terminals that show nothing else
    #[arg(long, global = true)]
    no_progress: bool,
    /// Colour messages and reports: auto (on terminals, unless NO_COLOR is set), always, never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    color: ColorArg,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ColorArg {
    Auto,
    Always,
    Never,
}

impl MannerArgs {
    pub(crate) fn messages(&self, out: &Out) -> Messages {
        let volume = match (self.quiet, self.verbose) {
            (true, _) => Volume::Quiet,
            (false, true) => Volume::Verbose,
            (false, false) => Volume::Normal,
        };
        let bar = match volume {
            Volume::Normal if !self.no_progress && !out.is_terminal() => {
                ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()) // hidden but on terminals
            }
            _ => ProgressBar::hidden(),
        };
        Messages { volume, paint: self.color.paint(std::io::stderr().is_terminal()), bar }
    }

    pub(crate) fn screen(&self, out: &Out) -> Screen {
        let text = if out.is_terminal() { Shown::Escaped } else { Shown::AsIs };
        Screen { text, paint: self.color.paint(out.is_terminal()) }
    }
}

impl ColorArg {
    fn paint(self, terminal: bool) -> Paint {
        let unwanted = || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let colour = match self {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => terminal && !unwanted() && !dumb(),
        };
        if colour { Paint::Colour } else { Paint::Plain }
    }
}
