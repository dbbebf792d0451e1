//! Rules that are typed: phrases and regexes that keep or drop lines.

use dechrome::Result;
use dechrome::rules::Pattern;
use dechrome::settings::{Entry, RuleTable};

/// Rules beside those of `dechrome.toml`, which can also bind them to a line's beginning, to all of it, and to files.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Rules")]
pub(crate) struct RuleArgs {
    /// Keep lines that hold this text, whatever speaks against them; ASCII letters match in either case. May be given
    /// more than once, as all of these
    #[arg(long, value_name = "TEXT", value_parser = phrase)]
    keep_phrase: Vec<RuleTable>,
    /// Drop lines that hold this text, unless a rule keeps them
    #[arg(long, value_name = "TEXT", value_parser = phrase)]
    drop_phrase: Vec<RuleTable>,
    /// Keep lines in which this regular expression matches, as it is written; (?i) in front ignores case
    #[arg(long, value_name = "REGEX", value_parser = regex)]
    keep_regex: Vec<RuleTable>,
    /// Drop lines in which this regular expression matches, unless a rule keeps them
    #[arg(long, value_name = "REGEX", value_parser = regex)]
    drop_regex: Vec<RuleTable>,
}

fn phrase(typed: &str) -> Result<RuleTable> {
    Pattern::phrase(typed)?;
    Ok(RuleTable { phrase: Some(typed.to_owned()), ..RuleTable::default() })
}

fn regex(typed: &str) -> Result<RuleTable> {
    Pattern::regex(typed)?;
    Ok(RuleTable { regex: Some(typed.to_owned()), ..RuleTable::default() })
}

impl RuleArgs {
    pub(crate) fn keep(&self) -> impl Iterator<Item = Entry> + '_ {
        self.keep_phrase.iter().chain(&self.keep_regex).cloned().map(Entry::Rule)
    }

    pub(crate) fn drop(&self) -> impl Iterator<Item = Entry> + '_ {
        self.drop_phrase.iter().chain(&self.drop_regex).cloned().map(Entry::Rule)
    }
}
