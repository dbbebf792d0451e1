//! How files hold documents, and in which encoding.

use clap::{Args, ValueEnum};
use dechrome::corpus::{Fields, Format, Reading};
use dechrome::text::Encoding;

use super::super::input::Input;

/// What is read, and how.
#[derive(Debug, Args)]
#[command(next_help_heading = "Documents")]
pub(crate) struct ReadArgs {
    /// How files hold documents: text (a file is one), jsonl (a field of each row is one), wet (each conversion record
    /// of a Common Crawl WET file is one), or auto (by extension: .jsonl and .ndjson are jsonl, .wet is wet, all else
    /// text). Files ending in .gz and .zst are unpacked first, standard input where its first bytes say so
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_possible_values = true)]
    format: FormatArg,
    /// The field of a JSONL row that holds the document; all others pass through byte for byte
    #[arg(long, value_name = "NAME", default_value = "text")]
    field: String,
    /// The field of a JSONL row that names it in messages and reports; where it is missing, the line number does
    #[arg(long, value_name = "NAME", default_value = "id")]
    id_field: String,
    /// The encoding of text files, read and written: a name as in the WHATWG standard, or auto to guess what is
    /// not Unicode [default: UTF-8, or UTF-16 with a byte order mark]
    #[arg(long, value_name = "NAME", value_parser = Encoding::from_name)]
    encoding: Option<Encoding>,
    /// After a JSONL row or a WET text that is not as it must be: stop with this file, or skip the row, which passes
    /// through unchanged; the exit code is 2 either way
    #[arg(long, value_name = "WHAT", default_value = "stop", hide_possible_values = true)]
    on_error: OnError,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    Text,
    Jsonl,
    Wet,
    Auto,
}

/// What follows a bad row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnError {
    Stop,
    Skip,
}

impl ReadArgs {
    pub(crate) fn reading(&self, input: &Input) -> Reading {
        let format = match self.format {
            FormatArg::Text => Format::Text,
            FormatArg::Jsonl => Format::Jsonl,
            FormatArg::Wet => Format::Wet,
            FormatArg::Auto => input.format(),
        };
        let fields = Fields { text: self.field.clone(), id: self.id_field.clone(), source: None };
        Reading { format, encoding: self.encoding(), fields }
    }

    pub(crate) fn encoding(&self) -> Encoding {
        self.encoding.unwrap_or_default()
    }

    /// Whether there may be rows to annotate.
    pub(crate) fn may_have_rows(&self) -> bool {
        matches!(self.format, FormatArg::Jsonl | FormatArg::Auto)
    }

    pub(crate) fn on_error(&self) -> OnError {
        self.on_error
    }
}
