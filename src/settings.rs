//! The options of cleaning as they stand in a TOML file: in `dechrome.toml` and with golden cases.

use std::fmt;
use std::path::Path;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::error::{Error, Result};
use crate::label::Policy;
use crate::merge::Hyphens;
use crate::pipeline::{Drop, Merge, Options};
use crate::plan::{Kind, UnknownKind};
use crate::rules::{Action, Glob, Pattern, Rule, Rules, Scope};

/// The options, under the names of the flags of the command line.
#[derive(Debug, Default, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Settings {
    /// Of overrides only: they hold for documents whose path matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub glob: Option<String>,
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
    /// Kinds of line that stay, and rules that keep lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<Entry>,
    /// Kinds of line that go, and rules that drop lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub drop: Vec<Entry>,
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
        Ok(Rule { action, pattern, scope: self.scope, reason: self.reason.clone(), globs })
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
        Ok(Options { rules: Rules::new(rules)?, ..self.resolve()? })
    }

    /// The rules among them, those that keep first.
    ///
    /// # Errors
    /// If one is not as it must be.
    fn rules(&self) -> Result<Vec<Rule>> {
        let mut rules = Vec::new();
        for (key, action, entries) in
            [("keep", Action::Keep, &self.keep), ("drop", Action::Drop, &self.drop)]
        {
            for entry in entries {
                if let Entry::Rule(table) = entry {
                    rules.push(table.rule(action).map_err(|error| error.at(key))?);
                }
            }
        }
        Ok(rules)
    }

    /// The options but for the rules.
    fn resolve(&self) -> Result<Options> {
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
        })
    }

    /// Lays other settings over these: their keys go over these, and so do their kinds; rules add up.
    fn lay_over(&mut self, stronger: &Settings) {
        let Settings { no_drop, no_merge, no_dehyphenate, threshold, max_removed, .. } = stronger;
        self.no_drop = no_drop.or(self.no_drop);
        self.no_merge = no_merge.or(self.no_merge);
        self.no_dehyphenate = no_dehyphenate.or(self.no_dehyphenate);
        self.threshold = threshold.or(self.threshold);
        self.max_removed = max_removed.or(self.max_removed);
        let is_kind_of = |list: &[Entry], entry: &Entry| matches!(entry, Entry::Kind(_)) && list.contains(entry);
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

/// The settings of a run: those of all documents, what globs change for some, and what was typed, each over the one
/// before.
#[derive(Debug, Default, Clone)]
pub struct Configuration {
    layers: Vec<Layer>,
    rules: Rules,
}

#[derive(Debug, Clone)]
struct Layer {
    /// For which documents; with none, for all.
    glob: Option<Glob>,
    settings: Settings,
}

impl Configuration {
    /// The settings of a file, nothing typed.
    ///
    /// # Errors
    /// As [`Settings::options`], or if an override has no glob or overrides of its own, or something else has a glob.
    pub fn new(mut file: Settings) -> Result<Self> {
        if file.glob.is_some() {
            return Err(Error::invalid("glob stands outside of a rule and of [[override]]"));
        }
        let overrides = std::mem::take(&mut file.overrides);
        let mut layers = vec![Layer { glob: None, settings: file }];
        for settings in overrides {
            layers.push(Layer::of_override(settings).map_err(|error| error.at("override"))?);
        }
        Configuration { layers: Vec::new(), rules: Rules::default() }.with(layers)
    }

    /// The same with what was typed over it.
    ///
    /// # Errors
    /// As [`Settings::options`].
    pub fn with_typed(self, typed: Settings) -> Result<Self> {
        if typed == Settings::default() {
            return Ok(self);
        }
        self.with(vec![Layer { glob: None, settings: typed }])
    }

    fn with(mut self, layers: Vec<Layer>) -> Result<Self> {
        for layer in &layers {
            let place = |error: Error| if layer.glob.is_some() { error.at("override") } else { error };
            layer.settings.resolve().map_err(place)?;
            layer.settings.rules().map_err(place)?;
        }
        self.layers.extend(layers);
        let mut rules = Vec::new();
        for Layer { glob, settings } in &self.layers {
            let with_glob = settings.rules()?.into_iter().map(|mut rule| {
                rule.globs.extend(glob.clone());
                rule
            });
            rules.extend(with_glob);
        }
        self.rules = Rules::new(rules)?;
        Ok(self)
    }

    /// All rules of a run, whatever documents they hold for.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Whether the options depend on the document.
    pub fn has_globs(&self) -> bool {
        self.layers.iter().any(|layer| layer.glob.is_some()) || self.rules.iter().any(|rule| !rule.globs.is_empty())
    }

    /// The options for the document at `path`, which globs are matched with; none match a document without one.
    ///
    /// # Errors
    /// None that [`Configuration::new`] did not find.
    pub fn options(&self, path: Option<&Path>) -> Result<Options> {
        let rules = self.rules.for_document(path);
        Ok(Options { rules, ..self.settings(path)?.resolve()? })
    }

    /// The settings in force for the document at `path`, without any globs.
    ///
    /// # Errors
    /// As [`Configuration::options`].
    pub fn settings(&self, path: Option<&Path>) -> Result<Settings> {
        let holds = |glob: &Glob| path.is_some_and(|path| glob.matches(path));
        let mut sum = Settings::default();
        for layer in self.layers.iter().filter(|layer| layer.glob.as_ref().is_none_or(holds)) {
            sum.lay_over(&layer.settings);
        }
        for list in [&mut sum.keep, &mut sum.drop] {
            let mut kept = Vec::new();
            for entry in list.drain(..) {
                match entry {
                    Entry::Rule(RuleTable { glob: Some(glob), .. }) if !holds(&Glob::new(&glob)?) => {}
                    Entry::Rule(table) => kept.push(Entry::Rule(RuleTable { glob: None, ..table })),
                    kind => kept.push(kind),
                }
            }
            *list = kept;
        }
        Ok(sum)
    }
}

impl Layer {
    fn of_override(mut settings: Settings) -> Result<Self> {
        let Some(glob) = settings.glob.take() else {
            return Err(Error::invalid("has no glob: it says for which documents the options hold"));
        };
        if !settings.overrides.is_empty() {
            return Err(Error::invalid(format!("{glob:?} has overrides of its own")));
        }
        Ok(Layer { glob: Some(Glob::new(&glob)?), settings })
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

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "
threshold = 0.18
keep = [\"date\", { phrase = \"Correction:\", scope = \"prefix\", reason = \"set by us\" }]
drop = [{ regex = \"^Ad\", glob = \"news/**\" }, \"title\"]
[[override]]
glob = \"forum/**\"
threshold = 0.5
drop = [\"date\"]
[[override.keep]]
phrase = \"Solved\"
";

    fn configuration(text: &str) -> Result<Configuration> {
        Configuration::new(from_toml(text)?)
    }

    #[track_caller]
    fn refused(text: &str, message: &str) {
        assert_eq!(configuration(text).unwrap_err().to_string(), message);
    }

    #[test]
    fn kinds_and_rules_stand_in_one_list_and_overrides_go_over_them() {
        let file = configuration(FILE).unwrap();
        let of = |path: Option<&str>| file.options(path.map(Path::new)).unwrap();
        let hits = |path, text| of(path).rules.told(&crate::text::Lines::new(text)).len();
        assert_eq!(of(None).policy.keep, [Kind::Date]);
        assert_eq!((of(None).policy.threshold, of(None).policy.drop), (Some(0.18), vec![Kind::Title]));
        let forum = of(Some("forum/a.txt")).policy;
        assert_eq!((forum.threshold, forum.keep), (Some(0.5), vec![]));
        assert_eq!(forum.drop, [Kind::Title, Kind::Date]);
        assert_eq!(hits(None, "correction: a\nAd\nSolved"), 1);
        assert_eq!(hits(Some("news/a.txt"), "correction: a\nAd\nSolved"), 2);
        assert_eq!(hits(Some("forum/a.txt"), "correction: a\nAd\nSolved"), 2);
    }

    #[test]
    fn what_is_in_force_reads_back_as_itself() {
        let file = configuration(FILE).unwrap();
        for path in [None, Some("news/a.txt"), Some("forum/a.txt")] {
            let settings = file.settings(path.map(Path::new)).unwrap();
            let text = settings.to_toml().unwrap();
            assert_eq!(from_toml::<Settings>(&text).unwrap(), settings, "{text}");
            assert_eq!(configuration(&text).unwrap().settings(None).unwrap(), settings);
        }
        let text = file.settings(None).unwrap().to_toml().unwrap();
        assert!(text.contains("threshold = 0.18\n"), "{text}");
    }

    #[test]
    fn typed_settings_go_over_overrides_too() {
        let typed = Settings { threshold: Some(0.75), ..Settings::default() };
        let file = configuration(FILE).unwrap().with_typed(typed).unwrap();
        assert_eq!(file.options(Some(Path::new("forum/a"))).unwrap().policy.threshold, Some(0.75));
    }

    #[test]
    fn rules_that_are_not_as_they_must_be_are_named() {
        refused(
            "[[keep]]\nphrase = \"a\"\nregex = \"b\"\n",
            "keep: a rule has both phrase \"a\" and regex \"b\", it takes one of them",
        );
        refused("[[drop]]\nreason = \"why\"\n", "drop: a rule has neither phrase nor regex");
        refused("[[drop]]\nphrase = \" \"\n", "drop: phrase is empty: it would match every line");
        refused("[[keep]]\nregex = \"a(\"\n", "keep: regex \"a(\" is not a regex: unclosed group");
        refused(
            "[[keep]]\nregex = '\\w{9999}'\n",
            "keep: regex \"\\\\w{9999}\" compiles to more than 1048576 bytes",
        );
        refused(
            "[[keep]]\nphrase = \"a\"\nscope = \"word\"\n",
            "line 3: unknown variant `word`, expected one of `line`, `prefix`, `contains`",
        );
        refused(
            "[[keep]]\nphrse = \"a\"\n",
            "line 2: unknown field `phrse`, expected one of `phrase`, `regex`, `scope`, `reason`, `glob`",
        );
        refused("keep = [1]\n", "line 1: invalid type: integer `1`, expected a kind of line or a rule");
        refused(
            "[[keep]]\nphrase = \"a\"\nglob = \"a[\"\n",
            "keep: glob \"a[\" is not a glob: unclosed character class; missing ']'",
        );
    }

    #[test]
    fn overrides_that_are_not_as_they_must_be_are_named() {
        refused("glob = \"a\"\n", "glob stands outside of a rule and of [[override]]");
        refused(
            "[[override]]\nthreshold = 0.5\n",
            "override: has no glob: it says for which documents the options hold",
        );
        refused("[[override]]\nglob = \"a\"\nthreshold = 2.0\n", "override: threshold is 2, outside 0 to 1");
        refused(
            "[[override]]\nglob = \"a\"\n[[override.override]]\nglob = \"b\"\n",
            "override: \"a\" has overrides of its own",
        );
        let one = from_toml::<Settings>("[[keep]]\nphrase = \"a\"\nglob = \"b\"\n").unwrap();
        assert_eq!(
            one.options().unwrap_err().to_string(),
            "glob and override choose among documents, here is only one"
        );
    }
}
