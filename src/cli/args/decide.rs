//! What is content, and what is done about the rest: options over those of `dechrome.toml`, resolved into cleaners.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use dechrome::label::Policy;
use dechrome::plan::Kind;
use dechrome::settings::{Entry, Settings, packs};
use dechrome::{Cleaner, Error, Result};

use super::super::config::{Cleaners, Config, ConfigArgs};
use super::rules::RuleArgs;

/// What is content, and what is done about the rest.
#[derive(Debug, Args)]
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
