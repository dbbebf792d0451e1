//! Finds which rules match a line: one automaton for all phrases, and the regexes one after another.

use aho_corasick::{AhoCorasick, Input};
use regex::{Regex, RegexBuilder};

use super::{Pattern, REGEX_LIMIT, Rule, Scope};
use crate::error::{Error, Result};

#[derive(Debug)]
pub(super) struct Matcher {
    phrases: Option<AhoCorasick>,
    /// The rule of each phrase, in the order of the automaton's patterns.
    phrase_rules: Vec<(usize, Scope)>,
    regexes: Vec<(usize, Regex)>,
}

impl Matcher {
    pub(super) fn new(rules: &[Rule]) -> Result<Self> {
        let mut texts: Vec<&str> = Vec::new();
        let mut phrase_rules = Vec::new();
        let mut regexes = Vec::new();
        for (index, rule) in rules.iter().enumerate() {
            match &rule.pattern {
                Pattern::Phrase(phrase) => {
                    texts.push(phrase);
                    phrase_rules.push((index, rule.scope));
                }
                Pattern::Regex(regex) => regexes.push((index, anchored(regex, rule.scope)?)),
            }
        }
        let build = || AhoCorasick::builder().ascii_case_insensitive(true).build(&texts);
        let phrases = (!texts.is_empty()).then(build).transpose();
        let phrases = phrases.map_err(|error| Error::invalid(format!("{} phrases: {error}", texts.len())))?;
        Ok(Matcher { phrases, phrase_rules, regexes })
    }

    /// The rules that match a line without white space at its ends, in their order, each once.
    pub(super) fn find(&self, line: &str, found: &mut Vec<usize>) {
        found.clear();
        if let Some(phrases) = &self.phrases {
            // Phrases may lie inside each other: all matches are looked at.
            for hit in phrases.find_overlapping_iter(Input::new(line)) {
                let (rule, scope) = self.phrase_rules[hit.pattern().as_usize()];
                let matches = match scope {
                    Scope::Line => hit.start() == 0 && hit.end() == line.len(),
                    Scope::Prefix => hit.start() == 0,
                    Scope::Contains => true,
                };
                if matches {
                    found.push(rule);
                }
            }
        }
        found.extend(self.regexes.iter().filter(|(_, regex)| regex.is_match(line)).map(|(rule, _)| *rule));
        found.sort_unstable();
        found.dedup();
    }
}

/// The regex bound to the ends of the line its scope asks for.
fn anchored(regex: &Regex, scope: Scope) -> Result<Regex> {
    let bound = match scope {
        Scope::Contains => return Ok(regex.clone()),
        Scope::Prefix => format!(r"\A(?:{})", regex.as_str()),
        Scope::Line => format!(r"\A(?:{})\z", regex.as_str()),
    };
    let compiled = RegexBuilder::new(&bound).size_limit(REGEX_LIMIT).build();
    compiled.map_err(|error| super::bad_regex(regex.as_str(), &error))
}
