//! Rules of the user: phrases and regexes that keep or drop the lines they match.
//!
//! ```
//! use dechrome::rules::{Action, Pattern, Rule, Rules, Scope};
//! use dechrome::{Cleaner, Options};
//!
//! let rules = Rules::new(vec![
//!     Rule::new(Action::Drop, Pattern::regex(r"\d+ readers liked this")?, Scope::Line),
//!     Rule::new(Action::Keep, Pattern::phrase("correction:")?, Scope::Prefix),
//! ])?;
//! let cleaner = Cleaner::new(Options { rules, ..Options::default() });
//! let text = "The bell weighs nine tons, and took three days to hang.\n12 readers liked this\nCorrection: two days\n";
//! assert_eq!(
//!     cleaner.clean(text),
//!     "The bell weighs nine tons, and took three days to hang.\nCorrection: two days\n"
//! );
//! # Ok::<(), dechrome::Error>(())
//! ```

mod glob;
mod matcher;
mod reach;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::text::Lines;
pub use glob::Glob;
use matcher::Matcher;

/// Largest regex, in bytes of what it is compiled to.
pub const REGEX_LIMIT: usize = 1 << 20;
/// Characters of a pattern that a message shows.
const SHOWN: usize = 60;

/// What becomes of the lines a rule matches.
///
/// ```
/// # use dechrome::{rules::{Action, Pattern, Rule, Rules, Scope}, text::Lines};
/// let rule = |action, phrase| Pattern::phrase(phrase).map(|phrase| Rule::new(action, phrase, Scope::Contains));
/// let rules = Rules::new(vec![rule(Action::Drop, "photo")?, rule(Action::Keep, "photo essay")?])?;
/// let told = rules.told(&Lines::new("Photo: A. Hill\nA photo essay on bells\n"));
/// assert_eq!([told[0].action, told[1].action], [Action::Drop, Action::Keep]);
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// They stay; this goes over any rule that drops them.
    Keep,
    /// They go.
    Drop,
}

/// How much of a line a pattern must match; white space at the line's ends does not count.
///
/// ```
/// # use dechrome::{rules::{Action, Pattern, Rule, Rules, Scope}, text::Lines};
/// let lines = Lines::new("Ad\n  Ad: new boats\nNo ad\n");
/// let told = |scope| {
///     let rules = Rules::new(vec![Rule::new(Action::Drop, Pattern::phrase("ad")?, scope)])?;
///     Ok::<_, dechrome::Error>(rules.told(&lines).len())
/// };
/// assert_eq!([told(Scope::Line)?, told(Scope::Prefix)?, told(Scope::Contains)?], [1, 2, 3]);
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// All of it.
    Line,
    /// Its beginning.
    Prefix,
    /// Any part of it.
    #[default]
    Contains,
}

/// Which lines a rule speaks of where it matches one.
///
/// ```
/// # use dechrome::{rules::{Action, Pattern, Reach, Rule, Rules, Scope}, text::Lines};
/// let rule = Rule::new(Action::Drop, Pattern::phrase("More stories")?, Scope::Line);
/// let rules = Rules::new(vec![Rule { reach: Reach::Below, ..rule }])?;
/// let told = rules.told(&Lines::new("It rained.\nMore stories\nThe pier\nThe seal\n"));
/// assert_eq!(told.iter().map(|told| told.line).collect::<Vec<_>>(), [1, 2, 3]);
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// That line.
    #[default]
    Line,
    /// That line and all next to it, as far as the nearest blank lines.
    Block,
    /// That line and all above it.
    Above,
    /// That line and all below it.
    Below,
}

/// What a rule looks for.
///
/// ```
/// # use dechrome::rules::Pattern;
/// assert!(matches!(Pattern::phrase(" Read more ")?, Pattern::Phrase(text) if text == "Read more"));
/// assert!(matches!(Pattern::regex("(?i)^read more")?, Pattern::Regex(_)));
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug, Clone)]
pub enum Pattern {
    /// A text; ASCII letters match in either case, all other characters as they are written.
    Phrase(String),
    /// A regular expression, matched as it is written; `(?i)` ignores case.
    Regex(Regex),
}

/// A phrase or a regex, and what becomes of the lines it matches.
///
/// ```
/// use dechrome::rules::{Action, Glob, Pattern, Rule, Scope};
///
/// let rule = Rule {
///     reason: Some("our own house style".to_owned()),
///     globs: vec![Glob::new("news/")?],
///     ..Rule::new(Action::Keep, Pattern::phrase("Correction:")?, Scope::Prefix)
/// };
/// assert_eq!(rule.to_string(), "keep phrase \"Correction:\" at the start of a line");
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Rule {
    /// Whether matching lines stay or go.
    pub action: Action,
    /// What it looks for.
    pub pattern: Pattern,
    /// How much of the line that must be.
    pub scope: Scope,
    /// Which lines stay or go with the one that matches.
    pub reach: Reach,
    /// Why the user wants it.
    pub reason: Option<String>,
    /// It holds for documents whose paths match all of these; with none, for every document.
    pub globs: Vec<Glob>,
}

impl Pattern {
    /// A phrase; white space at its ends does not count.
    ///
    /// ```
    /// # use dechrome::rules::Pattern;
    /// assert_eq!(Pattern::phrase(" Read more\t")?.as_str(), "Read more");
    /// assert!(Pattern::phrase("Read\nmore").is_err());
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    ///
    /// # Errors
    /// If nothing is left, or it holds a line break: a rule sees one line at a time.
    pub fn phrase(phrase: &str) -> Result<Self> {
        let phrase = phrase.trim();
        if phrase.is_empty() {
            return Err(Error::invalid("phrase is empty: it would match every line"));
        }
        if phrase.contains('\n') {
            return Err(Error::invalid(format!(
                "phrase {} holds a line break: a rule sees one line at a time",
                shown(phrase)
            )));
        }
        Ok(Pattern::Phrase(phrase.to_owned()))
    }

    /// A regex in the syntax of the `regex` crate.
    ///
    /// ```
    /// # use dechrome::rules::Pattern;
    /// assert!(Pattern::regex(r"^Page \d+ of \d+$").is_ok());
    /// let error = Pattern::regex("(Page").unwrap_err();
    /// assert_eq!(error.to_string(), "regex \"(Page\" is not a regex: unclosed group");
    /// ```
    ///
    /// # Errors
    /// If it is empty, not a regex, or compiles to more than [`REGEX_LIMIT`].
    pub fn regex(regex: &str) -> Result<Self> {
        if regex.is_empty() {
            return Err(Error::invalid("regex is empty: it would match every line"));
        }
        let compiled = RegexBuilder::new(regex).size_limit(REGEX_LIMIT).build();
        compiled.map(Pattern::Regex).map_err(|error| bad_regex(regex, &error))
    }

    /// The pattern as the user wrote it.
    ///
    /// ```
    /// # use dechrome::rules::Pattern;
    /// assert_eq!(Pattern::regex(r"\d+ likes")?.as_str(), r"\d+ likes");
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    pub fn as_str(&self) -> &str {
        match self {
            Pattern::Phrase(phrase) => phrase,
            Pattern::Regex(regex) => regex.as_str(),
        }
    }
}

fn bad_regex(regex: &str, error: &regex::Error) -> Error {
    let why = match error {
        regex::Error::CompiledTooBig(limit) => format!("compiles to more than {limit} bytes"),
        error => {
            let text = error.to_string();
            let last = text.lines().last().unwrap_or_default();
            format!("is not a regex: {}", last.strip_prefix("error: ").unwrap_or(last))
        }
    };
    Error::invalid(format!("regex {} {why}", shown(regex)))
}

/// The head of a pattern between quotes.
fn shown(pattern: &str) -> String {
    match pattern.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{:?}..", &pattern[..end]),
        None => format!("{pattern:?}"),
    }
}

impl Rule {
    /// A rule for every document, without a reason.
    ///
    /// ```
    /// # use dechrome::rules::{Action, Pattern, Reach, Rule, Scope};
    /// let rule = Rule::new(Action::Drop, Pattern::phrase("Advertisement")?, Scope::Line);
    /// assert_eq!((rule.reach, rule.reason, rule.globs.len()), (Reach::Line, None, 0));
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    pub fn new(action: Action, pattern: Pattern, scope: Scope) -> Self {
        Rule { action, pattern, scope, reach: Reach::Line, reason: None, globs: Vec::new() }
    }

    fn holds_for(&self, document: Option<&Path>) -> bool {
        self.globs.iter().all(|glob| document.is_some_and(|path| glob.matches(path)))
    }
}

/// As in `keep phrase "Correction:" at the start of a line`.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let action = match self.action {
            Action::Keep => "keep",
            Action::Drop => "drop",
        };
        let what = match self.pattern {
            Pattern::Phrase(_) => "phrase",
            Pattern::Regex(_) => "regex",
        };
        let scope = match self.scope {
            Scope::Line => " as a whole line",
            Scope::Prefix => " at the start of a line",
            Scope::Contains => "",
        };
        let reach = match self.reach {
            Reach::Line => "",
            Reach::Block => " with its block",
            Reach::Above => " and all above",
            Reach::Below => " and all below",
        };
        write!(f, "{action} {what} {}{scope}{reach}", shown(self.pattern.as_str()))
    }
}

/// The rules of a run, compiled once; copies share them.
///
/// ```
/// # use dechrome::{rules::{Action, Pattern, Rule, Rules, Scope}, text::Lines};
/// let rules = Rules::new(vec![Rule::new(Action::Drop, Pattern::phrase("Advertisement")?, Scope::Line)])?;
/// let shared = rules.clone(); // compiled once
/// assert_eq!(shared.told(&Lines::new("ADVERTISEMENT\nIt rained.\n"))[0].line, 0);
/// assert!(Rules::default().told(&Lines::new("Advertisement\n")).is_empty());
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Rules {
    set: Option<Arc<Set>>,
    /// For each rule whether it holds for the documents at hand; none where there are no rules.
    holds: Vec<bool>,
}

#[derive(Debug)]
struct Set {
    rules: Vec<Rule>,
    matcher: Matcher,
}

/// A line that a rule matches.
///
/// ```
/// # use dechrome::{rules::{Action, Match, Pattern, Rule, Rules, Scope}, text::Lines};
/// let rules = Rules::new(vec![Rule::new(Action::Drop, Pattern::phrase("Sponsored")?, Scope::Prefix)])?;
/// let found = rules.matches(&Lines::new("It rained.\nSponsored by Holm Boats\n"));
/// assert_eq!(found, [Match { line: 1, rule: 0 }]);
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// Index of the line, from 0.
    pub line: usize,
    /// Index of the rule, from 0, as in [`Rules::get`].
    pub rule: usize,
}

/// A line whose label a rule tells.
///
/// ```
/// # use dechrome::{rules::{Action, Pattern, Rule, Rules, Scope, Told}, text::Lines};
/// let rules = Rules::new(vec![Rule::new(Action::Drop, Pattern::phrase("Sponsored")?, Scope::Prefix)])?;
/// let told = rules.told(&Lines::new("It rained.\nSponsored by Holm Boats\n"));
/// assert_eq!(told, [Told { line: 1, action: Action::Drop, rule: 0 }]);
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Index of the line, from 0.
    pub line: usize,
    /// What becomes of it.
    pub action: Action,
    /// Index of the rule that says so, from 0, as in [`Rules::get`].
    pub rule: usize,
}

/// Which rules that reach below have matched so far, in a document that comes in parts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Begun(Vec<Option<usize>>);

impl Rules {
    /// Compiles rules; those with globs hold for no document before [`Rules::for_document`] names one.
    ///
    /// ```
    /// # use dechrome::rules::{Action, Pattern, Rule, Rules, Scope};
    /// let phrases = ["Read more", "Advertisement"];
    /// let rules = phrases.map(|phrase| Ok(Rule::new(Action::Drop, Pattern::phrase(phrase)?, Scope::Line)));
    /// let rules = Rules::new(rules.into_iter().collect::<dechrome::Result<_>>()?)?;
    /// assert_eq!(rules.iter().len(), 2);
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the phrases are too many for one automaton.
    pub fn new(rules: Vec<Rule>) -> Result<Self> {
        if rules.is_empty() {
            return Ok(Rules::default());
        }
        let matcher = Matcher::new(&rules)?;
        let all = Rules { set: Some(Arc::new(Set { rules, matcher })), holds: Vec::new() };
        Ok(all.for_document(None))
    }

    /// The same rules as they hold for the document at `path`, which globs are matched with; a document without a path
    /// matches none.
    ///
    /// ```
    /// # use dechrome::{rules::{Action, Glob, Pattern, Rule, Rules, Scope}, text::Lines};
    /// use std::path::Path;
    ///
    /// let rule = Rule::new(Action::Drop, Pattern::phrase("Exercise")?, Scope::Prefix);
    /// let rules = Rules::new(vec![Rule { globs: vec![Glob::new("school/**")?], ..rule }])?;
    /// let lines = Lines::new("Exercise 4\n");
    /// assert_eq!(rules.for_document(Some(Path::new("school/maths/a.txt"))).told(&lines).len(), 1);
    /// assert_eq!(rules.for_document(Some(Path::new("news/a.txt"))).told(&lines).len(), 0);
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    #[must_use]
    pub fn for_document(&self, path: Option<&Path>) -> Rules {
        let holds = self.iter().map(|rule| rule.holds_for(path)).collect();
        Rules { set: self.set.clone(), holds }
    }

    /// All rules in the order they were given, whether they hold for the document at hand or not.
    ///
    /// ```
    /// # use dechrome::rules::{Action, Pattern, Rule, Rules, Scope};
    /// # let rule = |phrase| Ok::<_, dechrome::Error>(Rule::new(Action::Drop, Pattern::phrase(phrase)?, Scope::Line));
    /// let rules = Rules::new(vec![rule("Sponsored")?, rule("Advertisement")?])?;
    /// let phrases: Vec<&str> = rules.iter().map(|rule| rule.pattern.as_str()).collect();
    /// assert_eq!(phrases, ["Sponsored", "Advertisement"]);
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    pub fn iter(&self) -> std::slice::Iter<'_, Rule> {
        self.set.as_ref().map_or(&[][..], |set| &set.rules).iter()
    }

    /// The rule with an index, from 0.
    ///
    /// ```
    /// # use dechrome::{rules::{Action, Pattern, Rule, Rules, Scope}, text::Lines};
    /// let rules = Rules::new(vec![Rule::new(Action::Drop, Pattern::regex("^Photo: ")?, Scope::Contains)])?;
    /// let told = rules.told(&Lines::new("Photo: A. Hill\n"));
    /// assert_eq!(rules.get(told[0].rule).unwrap().to_string(), "drop regex \"^Photo: \"");
    /// assert!(rules.get(1).is_none());
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    pub fn get(&self, rule: usize) -> Option<&Rule> {
        self.set.as_ref()?.rules.get(rule)
    }

    /// Whether what a rule that holds says of a line may rest on any line below it.
    pub(crate) fn look_ahead(&self) -> bool {
        let mut holding = self.iter().zip(&self.holds).filter(|(_, holds)| **holds);
        holding.any(|(rule, _)| matches!(rule.reach, Reach::Above | Reach::Block))
    }

    /// Every match of a rule that holds, in the order of lines and then of rules. Blank lines match nothing.
    ///
    /// A rule sees a line as it stands in the document, without white space at its ends. Time is linear in the text for
    /// any one set of rules.
    ///
    /// ```
    /// # use dechrome::{rules::{Action, Pattern, Rule, Rules, Scope}, text::Lines};
    /// # let rule = |phrase| Pattern::phrase(phrase).map(|phrase| Rule::new(Action::Drop, phrase, Scope::Contains));
    /// let rules = Rules::new(vec![rule("tide table")?, rule("tide")?])?;
    /// let found = rules.matches(&Lines::new("Fog\nTide table of Holm\n"));
    /// let rules: Vec<usize> = found.iter().map(|found| found.rule).collect();
    /// assert_eq!(rules, [0, 1]); // both, where `told` names one
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    pub fn matches(&self, lines: &Lines<'_>) -> Vec<Match> {
        let mut matches = Vec::new();
        let Some(set) = self.set.as_ref().filter(|_| self.holds.contains(&true)) else { return matches };
        let mut found = Vec::new();
        for (line, text) in lines.iter().map(str::trim).enumerate().filter(|(_, text)| !text.is_empty()) {
            set.matcher.find(text, &mut found);
            matches.extend(found.iter().filter(|&&rule| self.holds[rule]).map(|&rule| Match { line, rule }));
        }
        matches
    }

    /// The lines whose label the rules tell, in order: a rule that keeps goes over one that drops, and of several the
    /// first one is named.
    ///
    /// ```
    /// # use dechrome::{rules::{Action, Pattern, Rule, Rules, Scope}, text::Lines};
    /// # let new = |action, phrase| Rule::new(action, phrase, Scope::Contains);
    /// # let rule = |action, phrase| Pattern::phrase(phrase).map(|phrase| new(action, phrase));
    /// let rules = Rules::new(vec![rule(Action::Drop, "tide table")?, rule(Action::Keep, "tide")?])?;
    /// let told = rules.told(&Lines::new("Fog\nTide table of Holm\n"));
    /// assert_eq!((told[0].line, told[0].action, told[0].rule), (1, Action::Keep, 1));
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    pub fn told(&self, lines: &Lines<'_>) -> Vec<Told> {
        self.told_in_part(lines, 0, &mut Begun::default())
    }

    /// The same for a part of a document, whose parts are asked for in order, as long as no rule [looks
    /// ahead](Rules::look_ahead); they may overlap. `start` is the number of its first line, from 0.
    pub(crate) fn told_in_part(&self, lines: &Lines<'_>, start: usize, begun: &mut Begun) -> Vec<Told> {
        let matches = reach::reached(self, lines, start, begun, self.matches(lines));
        let told = matches.chunk_by(|a, b| a.line == b.line).filter_map(|of_line| {
            let action = |found: &Match| self.get(found.rule).map(|rule| rule.action);
            let keeps = of_line.iter().find(|found| action(found) == Some(Action::Keep));
            let Match { line, rule } = *keeps.or(of_line.first())?;
            Some(Told { line, action: self.get(rule)?.action, rule })
        });
        told.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrase(action: Action, scope: Scope, phrase: &str) -> Rule {
        Rule::new(action, Pattern::phrase(phrase).unwrap(), scope)
    }

    fn regex(action: Action, scope: Scope, regex: &str) -> Rule {
        Rule::new(action, Pattern::regex(regex).unwrap(), scope)
    }

    fn found(rules: Vec<Rule>, text: &str) -> Vec<(usize, usize)> {
        let matches = Rules::new(rules).unwrap().matches(&Lines::new(text));
        matches.into_iter().map(|found| (found.line, found.rule)).collect()
    }

    #[test]
    fn a_scope_says_how_much_of_a_line_must_match() {
        let text = "Ad\n  an ad \nad: boats\nEsad\r\n\n";
        for make in [phrase, regex] {
            let lines = |scope| {
                let rule = make(Action::Drop, scope, if scope == Scope::Line { "Ad" } else { "ad" });
                found(vec![rule], text).into_iter().map(|(line, _)| line).collect::<Vec<_>>()
            };
            let folded =
                usize::from(matches!(make(Action::Drop, Scope::Line, "a").pattern, Pattern::Phrase(_)));
            assert_eq!(lines(Scope::Line), [0]);
            assert_eq!(lines(Scope::Prefix), [0, 2][1 - folded..]);
            assert_eq!(lines(Scope::Contains), [0, 1, 2, 3][1 - folded..]);
        }
    }

    #[test]
    fn ascii_letters_match_in_either_case_and_others_as_written() {
        let rules = || vec![phrase(Action::Drop, Scope::Contains, "été CHAUD")];
        assert_eq!(found(rules(), "un été Chaud\nUn ÉTÉ chaud"), [(0, 0)]);
        let folding = || vec![regex(Action::Drop, Scope::Contains, "(?i)été chaud")];
        assert_eq!(found(folding(), "un été Chaud\nUn ÉTÉ chaud"), [(0, 0), (1, 0)]);
    }

    #[test]
    fn every_rule_that_matches_is_found_also_inside_another() {
        let rules =
            ["read more", "more", "ad", "read"].map(|text| phrase(Action::Drop, Scope::Contains, text));
        assert_eq!(found(rules.to_vec(), "Read more\nno"), [(0, 0), (0, 1), (0, 2), (0, 3)]);
        let alternatives = vec![regex(Action::Drop, Scope::Line, "a|ab")];
        assert_eq!(found(alternatives, "ab\nabc"), [(0, 0)]);
    }

    #[test]
    fn keep_goes_over_drop() {
        let rules =
            vec![phrase(Action::Drop, Scope::Line, "a b"), phrase(Action::Keep, Scope::Contains, "a")];
        let told = Rules::new(rules).unwrap().told(&Lines::new("a b\nb"));
        assert_eq!(told, [Told { line: 0, action: Action::Keep, rule: 1 }]);
    }

    #[test]
    fn globs_name_documents() {
        let mut rule = phrase(Action::Drop, Scope::Line, "a");
        rule.globs = vec![Glob::new("news/**").unwrap(), Glob::new("*.txt").unwrap()];
        let rules = Rules::new(vec![rule]).unwrap();
        let holds = |path: Option<&str>| {
            !rules.for_document(path.map(Path::new)).matches(&Lines::new("a")).is_empty()
        };
        assert!(holds(Some("news/may/a.txt")));
        assert!(!holds(Some("news/a.md")) && !holds(Some("a.txt")) && !holds(None));
        assert!(rules.matches(&Lines::new("a")).is_empty());
    }

    #[test]
    fn bad_patterns_are_named_with_their_limits() {
        let refused = |pattern: Result<Pattern>, message: &str| {
            assert_eq!(pattern.unwrap_err().to_string(), message);
        };
        refused(Pattern::phrase(" \t"), "phrase is empty: it would match every line");
        refused(
            Pattern::phrase("a\nb"),
            "phrase \"a\\nb\" holds a line break: a rule sees one line at a time",
        );
        refused(Pattern::regex(""), "regex is empty: it would match every line");
        refused(Pattern::regex("(a"), "regex \"(a\" is not a regex: unclosed group");
        refused(Pattern::regex(r"\w{9999}"), "regex \"\\\\w{9999}\" compiles to more than 1048576 bytes");
        let long = format!("({}", "a".repeat(100));
        let message = format!("regex \"({}\".. is not a regex: unclosed group", "a".repeat(59));
        refused(Pattern::regex(&long), &message);
    }
}
