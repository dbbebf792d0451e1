//! The options of cleaning as they stand in a TOML file: in `dechrome.toml` and with golden cases.

pub mod packs;

use std::fmt;
use std::path::PathBuf;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::error::{Error, Result};
use crate::label::Policy;
use crate::merge::Hyphens;
use crate::pipeline::{Drop, Merge, Options};
use crate::plan::{Kind, UnknownKind};
use crate::rules::{Action, Glob, Pattern, Reach, Rule, Rules, Scope};

/// The options, under the names of the flags of the command line.
#[derive(Debug, Default, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Settings {
    /// Keep every line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_drop: Option<bool>,
    /// Keep every line break.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_merge: Option<bool>,
    /// Keep hyphens at mended breaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_dehyphenate: Option<bool>,
    /// Scores at or above this, from 0 to 1, are content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f32>,
    /// Largest share of the words, from 0 to 1, that may go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_removed: Option<f32>,
    /// The file of a model, as `train` writes it; only a run over documents reads it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<PathBuf>,
    /// The file of a site profile; only a run over documents reads it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<PathBuf>,
    /// Rules for documents of some form, by the names of [`packs::NAMES`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pack: Vec<String>,
    /// Kinds of line that stay, and rules that keep lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<Entry>,
    /// Kinds of line that go, and rules that drop lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub drop: Vec<Entry>,
    /// Of overrides only: they hold for documents whose path matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub glob: Option<String>,
    /// Other options for some documents; later ones go over earlier ones.
    #[serde(rename = "override", skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Settings>,
}

/// What `keep` and `drop` hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Entry {
    /// The id of a kind of line.
    Kind(String),
    /// A rule.
    Rule(RuleTable),
}

/// A rule as it is written: a phrase or a regex.
#[derive(Debug, Default, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct RuleTable {
    /// A text to look for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phrase: Option<String>,
    /// A regular expression to look for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regex: Option<String>,
    /// How much of the line it must be.
    #[serde(skip_serializing_if = "is_default")]
    pub scope: Scope,
    /// Which lines stay or go with it.
    #[serde(skip_serializing_if = "is_default")]
    pub reach: Reach,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// For which documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub glob: Option<String>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A string is a kind, a table a rule; what is wrong with a rule is said of the rule.
impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Entry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a kind of line or a rule")
            }

            fn visit_str<E>(self, kind: &str) -> Result<Entry, E> {
                Ok(Entry::Kind(kind.to_owned()))
            }

            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Entry, M::Error> {
                RuleTable::deserialize(MapAccessDeserializer::new(map)).map(Entry::Rule)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl RuleTable {
    /// The rule it stands for.
    ///
    /// # Errors
    /// If it has not exactly one of a phrase and a regex, or one that is not as it must be, or a bad glob.
    pub fn rule(&self, action: Action) -> Result<Rule> {
        let pattern = match (&self.phrase, &self.regex) {
            (Some(phrase), None) => Pattern::phrase(phrase)?,
            (None, Some(regex)) => Pattern::regex(regex)?,
            (Some(phrase), Some(regex)) => {
                return Err(Error::invalid(format!(
                    "a rule has both phrase {phrase:?} and regex {regex:?}, it takes one of them"
                )));
            }
            (None, None) => return Err(Error::invalid("a rule has neither phrase nor regex")),
        };
        let globs = self.glob.as_deref().map(Glob::new).transpose()?.into_iter().collect();
        let RuleTable { scope, reach, ref reason, .. } = *self;
        Ok(Rule { action, pattern, scope, reach, reason: reason.clone(), globs })
    }
}

impl Settings {
    /// The options they stand for, for one document that has no path.
    ///
    /// # Errors
    /// If a share is outside 0 to 1, a kind is unknown, one is both kept and dropped, a rule is not as it must be, or
    /// something holds for some documents only.
    pub fn options(&self) -> Result<Options> {
        let rules = self.rules()?;
        if !self.overrides.is_empty() || rules.iter().any(|rule| !rule.globs.is_empty()) {
            return Err(Error::invalid("glob and override choose among documents, here is only one"));
        }
        for (key, file) in [("model", &self.model), ("profile", &self.profile)] {
            if let Some(file) = file {
                let what =
                    format!("{key} {} is a file, which only a run over documents reads", file.display());
                return Err(Error::invalid(what));
            }
        }
        Ok(Options { rules: Rules::new(rules)?, ..self.resolve()? })
    }

    /// The rules among them, those that keep first, then those of packs.
    ///
    /// # Errors
    /// If one is not as it must be.
    pub(crate) fn rules(&self) -> Result<Vec<Rule>> {
        let mut rules = Vec::new();
        for (key, action, entries) in [("keep", Action::Keep, &self.keep), ("drop", Action::Drop, &self.drop)]
        {
            for entry in entries {
                if let Entry::Rule(table) = entry {
                    rules.push(table.rule(action).map_err(|error| error.at(key))?);
                }
            }
        }
        for name in &self.pack {
            rules.extend(packs::settings(name)?.rules()?);
        }
        Ok(rules)
    }

    /// The options but for the rules.
    pub(crate) fn resolve(&self) -> Result<Options> {
        for (key, share) in [("threshold", self.threshold), ("max-removed", self.max_removed)] {
            if let Some(share) = share.filter(|share| !(0.0..=1.0).contains(share)) {
                return Err(Error::invalid(format!("{key} is {share}, outside 0 to 1")));
            }
        }
        let (keep, drop) = (kinds("keep", &self.keep)?, kinds("drop", &self.drop)?);
        if let Some(kind) = keep.iter().find(|kind| drop.contains(kind)) {
            return Err(Error::invalid(format!("{kind} is in both keep and drop")));
        }
        let is = |flag: Option<bool>| flag.unwrap_or_default();
        Ok(Options {
            drop: if is(self.no_drop) { Drop::Nothing } else { Drop::Chrome },
            merge: if is(self.no_merge) { Merge::Nothing } else { Merge::Breaks },
            hyphens: if is(self.no_dehyphenate) { Hyphens::Keep } else { Hyphens::Mend },
            policy: Policy { threshold: self.threshold, keep, drop, max_removed: self.max_removed },
            rules: Rules::default(),
            profile: None,
        })
    }

    /// Lays other settings over these: their keys go over these, and so do their kinds; rules add up.
    pub(crate) fn lay_over(&mut self, stronger: &Settings) {
        let Settings { no_drop, no_merge, no_dehyphenate, threshold, max_removed, .. } = stronger;
        self.no_drop = no_drop.or(self.no_drop);
        self.no_merge = no_merge.or(self.no_merge);
        self.no_dehyphenate = no_dehyphenate.or(self.no_dehyphenate);
        self.threshold = threshold.or(self.threshold);
        self.max_removed = max_removed.or(self.max_removed);
        let new = stronger.pack.iter().filter(|name| !self.pack.contains(name)).cloned();
        self.pack.extend(new.collect::<Vec<_>>());
        self.model = stronger.model.clone().or(self.model.take());
        self.profile = stronger.profile.clone().or(self.profile.take());
        let is_kind_of =
            |list: &[Entry], entry: &Entry| matches!(entry, Entry::Kind(_)) && list.contains(entry);
        self.keep.retain(|entry| !is_kind_of(&stronger.drop, entry));
        self.drop.retain(|entry| !is_kind_of(&stronger.keep, entry));
        for (list, more) in [(&mut self.keep, &stronger.keep), (&mut self.drop, &stronger.drop)] {
            let new = more.iter().filter(|entry| !is_kind_of(list, entry)).cloned();
            list.extend(new.collect::<Vec<_>>());
        }
    }

    /// As they stand in a file.
    ///
    /// # Errors
    /// If a value cannot be written as TOML.
    pub fn to_toml(&self) -> Result<String> {
        toml::to_string(self).map_err(|error| Error::invalid(error.to_string()))
    }
}

fn kinds(key: &str, entries: &[Entry]) -> Result<Vec<Kind>> {
    let ids = entries.iter().filter_map(|entry| match entry {
        Entry::Kind(id) => Some(id),
        Entry::Rule(_) => None,
    });
    ids.map(|id| id.parse().map_err(|unknown: UnknownKind| Error::invalid(unknown.to_string()).at(key)))
        .collect()
}

/// Reads a value from TOML.
///
/// # Errors
/// If the text is not TOML or has other keys than the value; the error names the line.
pub fn from_toml<T: DeserializeOwned>(text: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = text.bytes().take(start).filter(|&byte| byte == b'\n').count() + 1;
        Error::invalid(error.message().replace('\n', ", ")).at(format_args!("line {line}"))
    })
}
