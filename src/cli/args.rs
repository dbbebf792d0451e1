//! What was typed: the verbs, and the groups of options they share.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args as ArgGroup, Parser, Subcommand, ValueEnum};
use dechrome::corpus::{Fields, Format, Reading};
use dechrome::label::Policy;
use dechrome::plan::Kind;
use dechrome::report::{Paint, Screen, Shown};
use dechrome::settings::{Entry, Settings, packs};
use dechrome::text::Encoding;
use dechrome::{Cleaner, Error, Result};
use indicatif::{ProgressBar, ProgressDrawTarget};

use super::config::{Cleaners, Config, ConfigArgs};
use super::input::Input;
use super::messages::{Messages, Volume};
use super::rules::RuleArgs;
use super::stream::Out;
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

/// How the program speaks.
#[derive(Debug, ArgGroup)]
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

/// What is read, and how.
#[derive(Debug, ArgGroup)]
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

/// What is content, and what is done about the rest.
#[derive(Debug, ArgGroup)]
#[command(next_help_heading = "Cleaning")]
pub(crate) struct DecideArgs {
    /// Keep every line: only mend breaks
    #[arg(long)]
    no_drop: bool,
    /// Keep every line break: only drop lines
    #[arg(long)]
    no_merge: bool,
    /// Keep the hyphen of a word divided at a line's end
    #[arg(long)]
    no_dehyphenate: bool,
    /// Keep lines with a score of at least P, from 0 (keep all) to 1 [default: chosen for each document]
    #[arg(long, value_name = "P", value_parser = share, group = "strictness")]
    threshold: Option<f32>,
    #[arg(long, group = "strictness", help = keep_more())]
    keep_more: bool,
    #[arg(long, group = "strictness", help = drop_more())]
    drop_more: bool,
    #[arg(long, value_name = "KIND,..", value_delimiter = ',', value_parser = clap::value_parser!(Kind), help = keep())]
    keep: Vec<Kind>,
    /// Drop lines of these kinds, although the convention keeps them
    #[arg(long, value_name = "KIND,..", value_delimiter = ',', value_parser = clap::value_parser!(Kind))]
    drop: Vec<Kind>,
    /// Guard documents of which more than this share (0 to 1) would be dropped, counted in words [default: only
    /// those of which next to nothing would be left]
    #[arg(long, value_name = "SHARE", value_parser = share)]
    max_removed: Option<f32>,
    /// Judge lines with the model in this file, as train writes it [default: the one in the program]
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Drop lines that most documents of their source have at the same place, by the profile in this file, as learn
    /// writes it; lines whose score is sure stay
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(packs::NAMES), hide_possible_values = true, help = pack())]
    pack: Vec<String>,
    /// What becomes of a guarded document: keep (it comes back unchanged), warn (likewise, with a warning), error
    #[arg(long, value_name = "WHAT", default_value = "warn", hide_possible_values = true)]
    on_guard: OnGuard,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    rules: RuleArgs,
}

/// What becomes of a document that a guard kept whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnGuard {
    Keep,
    Warn,
    Error,
}

fn keep_more() -> String {
    format!("Rather keep chrome than lose content: --threshold {}", Policy::KEEP_MORE)
}

fn drop_more() -> String {
    format!("Rather lose content than keep chrome: --threshold {}", Policy::DROP_MORE)
}

fn pack() -> String {
    format!(
        "Also follow the rules that come with the program for documents of this form: {} (signatures, quote headers and \
         disclaimers of mails; members' cards and rows of buttons; what stands around books of Project Gutenberg; ways \
         to leave a mailing; time codes and speaker tags). May be given more than once",
        packs::NAMES.join(", ")
    )
}

fn keep() -> String {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    format!("Keep lines of these kinds, although the convention drops them: {}", kinds.join(", "))
}

impl DecideArgs {
    /// What was typed, over what `dechrome.toml` says.
    ///
    /// # Errors
    /// If a kind is both kept and dropped, or the file is not as it must be.
    pub(crate) fn config(&self) -> Result<Config> {
        if let Some(kind) = self.keep.iter().find(|kind| self.drop.contains(kind)) {
            return Err(Error::invalid(format!("{kind} is both kept and dropped")).at("--keep and --drop"));
        }
        self.config.read(self.typed())
    }

    fn typed(&self) -> Settings {
        let preset = match (self.keep_more, self.drop_more) {
            (true, _) => Some(Policy::KEEP_MORE),
            (_, true) => Some(Policy::DROP_MORE),
            (false, false) => None,
        };
        let kinds = |kinds: &[Kind]| -> Vec<Entry> {
            kinds.iter().map(|kind| Entry::Kind(kind.to_string())).collect()
        };
        let flag = |is_set: bool| is_set.then_some(true);
        Settings {
            no_drop: flag(self.no_drop),
            no_merge: flag(self.no_merge),
            no_dehyphenate: flag(self.no_dehyphenate),
            threshold: self.threshold.or(preset),
            max_removed: self.max_removed,
            model: self.model.clone(),
            profile: self.profile.clone(),
            pack: self.pack.clone(),
            keep: kinds(&self.keep).into_iter().chain(self.rules.keep()).collect(),
            drop: kinds(&self.drop).into_iter().chain(self.rules.drop()).collect(),
            ..Settings::default()
        }
    }

    /// # Errors
    /// As [`DecideArgs::config`], or if the model file is not one.
    pub(crate) fn cleaners(&self) -> Result<Cleaners> {
        let config = self.config()?;
        let usual = config.cleaner_with(config.options_with_profile()?)?;
        Ok(Cleaners::new(config, usual))
    }

    /// The cleaner of documents that come from no file.
    ///
    /// # Errors
    /// As [`DecideArgs::cleaners`].
    pub(crate) fn cleaner(&self) -> Result<Cleaner> {
        let config = self.config()?;
        config.cleaner_with(config.options_with_profile()?)
    }

    /// As [`DecideArgs::cleaner`], with a threshold from 0 to 1 in place of what was typed.
    pub(crate) fn cleaner_at(&self, threshold: f32) -> Result<Cleaner> {
        let config = self.config()?;
        let mut options = config.options_with_profile()?;
        options.policy.threshold = Some(threshold);
        config.cleaner_with(options)
    }

    pub(crate) fn on_guard(&self) -> OnGuard {
        self.on_guard
    }

    pub(crate) fn config_args(&self) -> &ConfigArgs {
        &self.config
    }
}

/// A number from 0 to 1.
fn share(typed: &str) -> Result<f32> {
    match typed.parse::<f32>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err(Error::invalid(format!("{typed:?} is not a number from 0 to 1"))),
    }
}
