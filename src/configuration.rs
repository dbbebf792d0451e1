//! The options of a run: those of a file, what its globs change for some documents, and what was typed over them.

use std::path::Path;

use crate::error::{Error, Result};
use crate::pipeline::Options;
use crate::rules::{Glob, Rules};
use crate::settings::{Entry, RuleTable, Settings};

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
        self.layers.iter().any(|layer| layer.glob.is_some())
            || self.rules.iter().any(|rule| !rule.globs.is_empty())
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
        for (key, file) in [("model", &settings.model), ("profile", &settings.profile)] {
            if file.is_some() {
                return Err(Error::invalid(format!("{glob:?} has a {key} of its own, a run takes only one")));
            }
        }
        Ok(Layer { glob: Some(Glob::new(&glob)?), settings })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Kind;
    use crate::settings::from_toml;

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
            "line 2: unknown field `phrse`, expected one of `phrase`, `regex`, `scope`, `reach`, `reason`, `glob`",
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
