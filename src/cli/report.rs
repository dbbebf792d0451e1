//! The forms in which `diff` shows what it finds: the one place that knows them all.

use std::io;
use std::time::Duration;

use clap::{Args, ValueEnum};
use dechrome::corpus::Part;
use dechrome::report::html::Page;
use dechrome::report::sarif::Log;
use dechrome::report::{Difference, Layout, Source, github, inline, json, junit, side_by_side, unified};
use dechrome::{Error, Result};

use super::input::Input;
use super::job::Planned;
use super::stream::Out;

/// How long two texts are compared before the difference may be longer than it must be.
const PATIENCE: Duration = Duration::from_secs(2);
/// The width where there is no terminal and nothing says how wide it is.
const COLUMNS: usize = 80;

/// In which form differences are shown.
#[derive(Debug, Args)]
pub(crate) struct FormArgs {
    /// How differences are shown: unified (as patch takes them), inline (each line with its reason and score, changes
    /// marked inside it), side-by-side (the original left, cleaned right, as wide as the terminal, COLUMNS or 80), json
    /// (the whole plan of a document on one line, by docs/diff.schema.json), html (a page for a browser with the whole
    /// documents, the score of each line and the evidence behind it; it loads nothing) [default: unified]
    #[arg(long, value_name = "STYLE", hide_possible_values = true)]
    style: Option<Style>,
    /// For whom they are shown: text (people and patch, by --style), github (annotations of a workflow), sarif (a
    /// SARIF 2.1.0 log), junit (XML with a test case for each document)
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "text",
        hide_possible_values = true,
        conflicts_with = "style"
    )]
    output_format: OutputFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Style {
    Unified,
    Inline,
    SideBySide,
    Json,
    Html,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum OutputFormat {
    Text,
    Github,
    Sarif,
    Junit,
}

/// A report that is being written.
pub(crate) enum Report {
    Text(Form),
    Json,
    Html(Page),
    Github,
    Sarif(Log),
    Junit,
}

/// The forms for people, which show the difference of any two texts.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Form {
    Unified,
    Inline,
    SideBySide { width: usize },
}

impl FormArgs {
    /// What was asked for.
    pub(crate) fn report(&self, out: &Out) -> Report {
        match (self.output_format, self.style.unwrap_or(Style::Unified)) {
            (OutputFormat::Github, _) => Report::Github,
            (OutputFormat::Sarif, _) => Report::Sarif(Log::default()),
            (OutputFormat::Junit, _) => Report::Junit,
            (OutputFormat::Text, Style::Unified) => Report::Text(Form::Unified),
            (OutputFormat::Text, Style::Inline) => Report::Text(Form::Inline),
            (OutputFormat::Text, Style::SideBySide) => Report::Text(Form::SideBySide { width: width(out) }),
            (OutputFormat::Text, Style::Json) => Report::Json,
            (OutputFormat::Text, Style::Html) => Report::Html(Page::default()),
        }
    }
}

/// How many columns a row may fill.
fn width(out: &Out) -> usize {
    let typed = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
    let measured = || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    typed
        .filter(|&columns| columns > 0)
        .or_else(|| measured().filter(|_| out.is_terminal()))
        .unwrap_or(COLUMNS)
}

impl Report {
    /// Whether mended breaks are folded unless they are asked for: not where `patch` may read them.
    pub(crate) fn folds(&self, out: &Out) -> bool {
        match self {
            Report::Text(Form::Unified) => out.is_terminal(),
            Report::Text(_) => true,
            _ => false,
        }
    }

    /// # Errors
    /// If it is not about two texts but about the plan of one.
    pub(crate) fn compares(&self) -> Result<()> {
        match self {
            Report::Text(_) => Ok(()),
            _ => {
                let what = "compares texts, and this form shows plans";
                Err(Error::invalid_with_hint(what, "--style inline shows the difference of two texts")
                    .at("--against"))
            }
        }
    }

    /// Writes what stands before the first document. As with [`Report::end`], `out` remembers a failure.
    pub(crate) fn begin(&mut self, out: &mut Out) {
        let _ = match self {
            Report::Html(page) => Page::begin(out).map(|begun| *page = begun),
            Report::Sarif(log) => log.begin(out),
            Report::Junit => junit::begin(out),
            _ => Ok(()),
        };
    }

    /// Writes what cleaning changes in a document.
    pub(crate) fn document(
        &mut self,
        planned: &Planned<'_>,
        layout: Layout,
        out: &mut Out,
    ) -> io::Result<Difference> {
        let Planned { document, lines, plan, .. } = *planned;
        let name = planned.name();
        let (row, file) = match (document.part(), planned.input) {
            (Some(Part::Record(_)), _) | (None, Input::Standard) => (None, None), // its lines are not the file's
            (None, Input::File(path)) => (None, Some(path)),
            (Some(Part::Line(row)), Input::Standard) => (Some(row), None),
            (Some(Part::Line(row)), Input::File(path)) => (Some(row), Some(path)),
        };
        let (file, offset) = (file.map(|path| path.display().to_string()), document.offset());
        let source = Source { name, file: file.as_deref(), row, offset };
        match self {
            Report::Text(Form::Unified) => unified::write(name, lines, plan, layout, out),
            Report::Text(Form::Inline) => inline::write(name, lines, plan, layout, out),
            Report::Text(Form::SideBySide { width }) => {
                side_by_side::write(name, lines, plan, *width, layout, out)
            }
            Report::Json => json::write(name, lines, plan, out),
            Report::Html(page) => {
                page.document(name, lines, plan, || planned.evidence(), out).map(|()| Difference::of(plan))
            }
            Report::Github => github::write(source, lines, plan, out),
            Report::Sarif(log) => log.write(source, lines, plan, out),
            Report::Junit => junit::write(source, lines, plan, out),
        }
    }

    /// Writes how the second of two texts differs from the first; nothing where [`Report::compares`] is an error.
    pub(crate) fn compared(
        &self,
        names: [&str; 2],
        [old, new]: [&str; 2],
        layout: Layout,
        out: &mut Out,
    ) -> io::Result<Difference> {
        let Report::Text(form) = self else { return Ok(Difference::None) };
        match *form {
            Form::Unified => unified::compare(names, old, new, PATIENCE, layout, out),
            Form::Inline => inline::compare(names, old, new, PATIENCE, layout, out),
            Form::SideBySide { width } => {
                side_by_side::compare(names, [old, new], PATIENCE, width, layout, out)
            }
        }
    }

    /// Writes what stands behind the last document.
    pub(crate) fn end(self, out: &mut Out) {
        let _ = match self {
            Report::Html(page) => page.finish(out),
            Report::Sarif(log) => log.end(out),
            Report::Junit => junit::end(out),
            _ => Ok(()),
        };
    }
}
