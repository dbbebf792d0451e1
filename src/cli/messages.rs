//! What is said on standard error: errors, warnings, notes.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use dechrome::Error;
use dechrome::report::{Paint, screen};
use indicatif::ProgressBar;

use super::input::Input;

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Volume {
    /// Errors.
    Quiet,
    /// Errors and warnings.
    Normal,
    /// Errors, warnings and notes on each document.
    Verbose,
}

/// Says things on standard error. Control characters in them, as from file names, are always spelt out.
#[derive(Debug)]
pub(crate) struct Messages {
    pub(crate) volume: Volume,
    pub(crate) paint: Paint,
    /// What shows how far a run has come; messages go above it.
    pub(crate) bar: ProgressBar,
}

impl Messages {
    pub(crate) fn error(&self, error: &Error) {
        self.say(AnsiColor::Red, &error.to_string());
        if let Some(hint) = error.hint() {
            self.line(&format!("  hint: {}", screen::escape(&hint)));
        }
    }

    /// Something the user may want to act on, although the run goes on.
    pub(crate) fn warning(&self, place: &str, what: &str) {
        if self.volume >= Volume::Normal {
            self.say(AnsiColor::Yellow, &format!("{place}: {what}"));
        }
    }

    /// Whether anybody hears notes.
    pub(crate) fn tells_notes(&self) -> bool {
        self.volume >= Volume::Verbose
    }

    /// Something only the curious want to know.
    pub(crate) fn note(&self, place: &str, what: impl FnOnce() -> String) {
        if self.tells_notes() {
            self.say(AnsiColor::Cyan, &format!("{place}: {}", what()));
        }
    }

    /// A binary file, which was found in a folder.
    pub(crate) fn left_out(&self, input: &Input) {
        self.note(&input.to_string(), || "left out, as it is binary".to_owned());
    }

    /// How far a long run has come.
    pub(crate) fn progress(&self, what: &str) {
        if self.volume >= Volume::Normal {
            self.line(what);
        }
    }

    /// What was asked for, as counts: said at any volume.
    pub(crate) fn summary(&self, summary: &str) {
        summary.lines().for_each(|text| self.line(text));
    }

    fn say(&self, colour: AnsiColor, what: &str) {
        let style = match self.paint {
            Paint::Plain => Style::new(),
            Paint::Colour => colour.on_default().bold(),
        };
        self.line(&format!("{style}dechrome:{style:#} {}", screen::escape(what)));
    }

    /// Where standard error takes nothing there is nobody left to tell.
    fn line(&self, text: &str) {
        self.bar.suspend(|| drop(writeln!(io::stderr(), "{text}")));
    }
}
