//! The promises about rules of the user, for every document: what is kept stays, what is dropped goes, and a rule that
//! matches nothing changes nothing.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it does not expect")]

use dechrome::plan::{Basis, Kind, Label};
use dechrome::rules::{Action, Pattern, Rule, Rules, Scope};
use dechrome::text::Lines;
use dechrome::{Cleaner, Options};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const LINES: &str = "Home|Log in|Share on Facebook|Related articles|Read more: Old bridge to be rebuilt|12 March 2024|\
    By Ann Hill|© 2024 Holm Gazette|Next »||---|- a rope|- a bucket of tar|Whale turned back by the morning ferry|\
    The crew of the morning ferry turned round at once, and nobody on board complained of the|delay of four hours.|\
    \u{a0} The harbour office has asked all boats to keep their distance until the end of the week.|\
    最新ニュース|Accept all cookies|We use cookies to make this site work for you.|Reply|Quote";
const PATTERNS: &str =
    "home|the|ferry|read more|2024|a|cookies|ニュース|- |of the|©|whale turned back by the morning ferry";

fn document() -> impl Strategy<Value = String> {
    vec(select(LINES.split('|').collect::<Vec<_>>()), 0..30).prop_map(|lines| lines.join("\n"))
}

fn rule() -> impl Strategy<Value = Rule> {
    let action = select(vec![Action::Keep, Action::Drop, Action::Drop]);
    let scope = select(vec![Scope::Line, Scope::Prefix, Scope::Contains]);
    let pattern =
        (select(PATTERNS.split('|').collect::<Vec<_>>()), any::<bool>()).prop_map(|(text, is_regex)| {
            if is_regex { Pattern::regex(&format!("(?i){text}")) } else { Pattern::phrase(text) }.unwrap()
        });
    (action, pattern, scope).prop_map(|(action, pattern, scope)| Rule::new(action, pattern, scope))
}

fn cleaner(rules: Vec<Rule>) -> Cleaner {
    Cleaner::new(Options { rules: Rules::new(rules).unwrap(), ..Options::default() })
}

/// Whether a rule matches a line, by the definition of a rule.
fn matches(rule: &Rule, line: &str) -> bool {
    let line = line.trim().to_ascii_lowercase();
    let text = rule.pattern.as_str();
    let text = text.strip_prefix("(?i)").unwrap_or(text.trim());
    !line.is_empty()
        && match rule.scope {
            Scope::Line => line == text,
            Scope::Prefix => line.starts_with(text),
            Scope::Contains => line.contains(text),
        }
}

proptest! {
    #[test]
    fn what_a_rule_keeps_stays_and_what_one_drops_goes(text in document(), rules in vec(rule(), 1..5)) {
        let lines = Lines::new(&text);
        let plan = cleaner(rules.clone()).plan(&lines);
        for (line, verdict) in lines.iter().zip(&plan.verdicts) {
            let told = |action| rules.iter().any(|rule| rule.action == action && matches(rule, line));
            if told(Action::Keep) {
                prop_assert!(verdict.is_content(), "{line:?} {verdict:?}");
            } else if told(Action::Drop) && plan.guard.is_none() {
                prop_assert_eq!((verdict.label, verdict.basis), (Label::Chrome(Kind::Rule), Basis::Rule));
            } else {
                prop_assert!(verdict.basis != Basis::Rule, "{line:?} {verdict:?}");
            }
        }
    }

    #[test]
    fn a_rule_that_matches_nothing_changes_nothing(text in document(), scope in select(vec![Scope::Line, Scope::Prefix,
        Scope::Contains])) {
        let lines = Lines::new(&text);
        let plan = Cleaner::default().plan(&lines);
        prop_assert_eq!(&cleaner(Vec::new()).plan(&lines), &plan);
        for action in [Action::Keep, Action::Drop] {
            let pattern = [Pattern::phrase("zebra"), Pattern::regex("z[eb]+ra$")];
            let rules = pattern.map(|pattern| Rule::new(action, pattern.unwrap(), scope));
            prop_assert_eq!(&cleaner(rules.to_vec()).plan(&lines), &plan);
        }
    }
}

#[test]
fn neighbours_see_what_a_rule_says() {
    let text = "Today\nThe baker's oven was lit\nThe miller's cart came late\nThe chandler had no rope\nNobody bought a bell\n";
    let lines = Lines::new(text);
    let score = |action| {
        let rule = Rule::new(action, Pattern::phrase("The").unwrap(), Scope::Prefix);
        cleaner(vec![rule]).plan(&lines).verdicts[4].score
    };
    assert!(score(Action::Keep) > score(Action::Drop));
}

#[test]
fn nothing_is_dropped_where_no_line_is_to_be() {
    let rule = Rule::new(Action::Drop, Pattern::phrase("a").unwrap(), Scope::Contains);
    let options = Options { drop: dechrome::pipeline::Drop::Nothing, ..Options::default() };
    let rules = Rules::new(vec![rule]).unwrap();
    assert_eq!(Cleaner::new(Options { rules, ..options }).clean("a\nb\n"), "a\nb\n");
}
