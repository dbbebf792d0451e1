//! Families of features in plain words: what a person would call the things the model looks at.

use crate::plan::Evidence;

/// Features that say one thing together.
#[derive(Debug)]
pub(super) struct Family {
    pub(super) name: &'static str,
    /// Names of its features; a `*` at the end stands for any ending.
    features: &'static [&'static str],
    /// Those of them whose values choose between the words.
    leads: &'static [&'static str],
    /// What is said where the leads lie above what is usual.
    high: Words,
    /// The same where they lie below.
    low: Words,
}

/// What is said behind "it", as in "is short", and for which side a person takes it to speak.
///
/// With its context a network may count a short line as content; then nothing is said of the length.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Words {
    For(&'static str),
    Against(&'static str),
    Nothing,
}
use Words::{Against, For, Nothing};

/// What a family contributes to the score of one line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Share {
    pub(super) family: &'static str,
    pub(super) words: Words,
    /// In log-odds.
    pub(super) contribution: f32,
}

/// Features that tell what the model makes of the lines around.
pub(super) const NEIGHBOURS: &str = "neighbours";

macro_rules! families {
    ($($name:expr, [$($feature:literal),+], [$($lead:literal),+], $high:expr, $low:expr;)+) => {
        /// Every feature is in one family.
        pub(super) const FAMILIES: &[Family] = &[
            $(Family { name: $name, features: &[$($feature),+], leads: &[$($lead),+], high: $high, low: $low },)+
        ];
    };
}

families! {
    "length", ["log_chars", "log_words", "log_width", "chars_*", "mean_word"], ["log_chars"],
        For("is long"), Against("is short");
    "end", ["ends_sentence", "ends_colon", "ends_comma", "ends_ellipsis", "ends_question", "ends_exclamation",
        "long_unended", "inner_ends"], ["ends_sentence"],
        For("ends as a sentence does"), Against("ends without a stop");
    "start", ["starts_*", "quotes"], ["starts_quote", "quotes"], For("quotes somebody"), Nothing;
    "bullet", ["bullet"], ["bullet"], Against("begins with the mark of a list"), Nothing;
    "capitals", ["capitalised", "all_capitals", "title_like", "name_like"], ["capitalised"],
        Against("has capitals as titles and names do"), For("is mostly in lower case");
    "small words", ["short_lower", "commas"], ["short_lower"],
        For("has the small words of sentences"), Against("lacks the small words of sentences");
    "figures", ["digits", "price", "percent"], ["digits"], Against("holds many figures"), Nothing;
    "marks", ["punctuation", "symbols_only", "url", "email", "bar", "arrow", "middle_dot", "parenthesis"],
        ["punctuation"], Against("holds many marks"), Nothing;
    "date", ["date", "date_short"], ["date"], Against("holds a date"), Nothing;
    "script", ["cjk", "mostly_cjk", "not_latin"], ["not_latin"], Nothing, Nothing;
    "copies", ["copies", "first_copy", "later_copy"], ["copies"],
        Against("stands on the page more than once"), Nothing;
    "spacing", ["blank_*"], ["blank_none"],
        Against("stands close below another line"), For("stands below a blank line");
    "place", ["from_top", "from_end", "top_*", "end_*"], ["top_20", "end_20"],
        Against("stands near an end of the document"), Nothing;
    "sentence", ["joined_*"], ["joined_*"], For("is a piece of a broken sentence"), Nothing;
    "menu words", ["phrase_nav"], ["phrase_nav"], Against("has the words of menus"), Nothing;
    "banner words", ["phrase_banner"], ["phrase_banner"], Against("has the words of advertisements"), Nothing;
    "byline words", ["phrase_byline"], ["phrase_byline"], Against("has the words of bylines"), Nothing;
    "share words", ["phrase_share"], ["phrase_share"], Against("has the words of share links"), Nothing;
    "related words", ["phrase_related"], ["phrase_related"],
        Against("has words that announce other articles"), Nothing;
    "newsletter words", ["phrase_newsletter"], ["phrase_newsletter"],
        Against("has the words of newsletters"), Nothing;
    "comment words", ["phrase_comments"], ["phrase_comments"],
        Against("has the words of comment forms"), Nothing;
    "legal words", ["phrase_legal"], ["phrase_legal"], Against("has the words of legal notes"), Nothing;
    "cookie words", ["phrase_cookie"], ["phrase_cookie"], Against("has the words of cookie notices"), Nothing;
    "player words", ["phrase_media"], ["phrase_media"], Against("has the words of players"), Nothing;
    "pager words", ["phrase_pager"], ["phrase_pager"], Against("has the words of page links"), Nothing;
    "words", ["score"], ["score"],
        For("has words and a form that content has"), Against("has words and a form that chrome has");
    NEIGHBOURS, ["score_above_*", "score_below_*", "score_mean_*"],
        ["score_above_1", "score_below_1", "score_mean_*"],
        For("stands among lines that look like content"), Against("stands among lines that look like chrome");
    "surroundings", ["log_chars_mean_*", "ends_sentence_mean_*"], ["log_chars_mean_*"],
        For("stands among long lines"), Against("stands among short lines");
    "figures around", ["digits_mean_*"], ["digits_mean_*"], Against("stands among lines with figures"), Nothing;
    "copies around", ["copies_mean_*"], ["copies_mean_*"], Against("stands among lines that recur"), Nothing;
    "page", ["page_*"], ["page_score"], Nothing, Nothing; // the same for all lines of a page
    "prose above and below", ["mass_*"], ["mass_none_above", "mass_none_below"],
        Against("stands before or after all long sentences of the page"), Nothing;
    "subject", ["core_*"], ["core_share"],
        For("shares words with the best lines of the page"),
        Against("shares few words with the best lines of the page");
    "shape", ["shape_*"], ["shape_run", "shape_period_1"],
        Against("stands in a row of lines like it"), For("has another shape than the lines around it");
    "list", ["list_*"], ["list_rows"], Against("is an item of a list"), Nothing;
    "best stretch", ["run_*", "strict_run_*"], ["run_inside", "strict_run_inside"],
        For("stands in the page's best stretch of lines"),
        Against("stands outside the page's best stretch of lines");
    "heading above", ["header_above_*"], ["header_above_near", "header_above_far"],
        For("stands below a heading such as content has"), Against("stands below a heading such as chrome has");
    "heading below", ["header_below_*"], ["header_below_near", "header_below_far"],
        For("stands above a line such as content ends with"),
        Against("stands above a line such as chrome ends with");
    "related above", ["phrase_related_above"], ["phrase_related_above"],
        Against("stands below a heading of other articles"), Nothing;
    "comments above", ["phrase_comments_above"], ["phrase_comments_above"],
        Against("stands below a heading of comments"), Nothing;
    "newsletter above", ["phrase_newsletter_above"], ["phrase_newsletter_above"],
        Against("stands below the heading of a newsletter form"), Nothing;
    "rest", ["rest"], ["rest"], Nothing, Nothing;
}

fn names(patterns: &[&str], feature: &str) -> bool {
    patterns.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(head) => feature.starts_with(head),
        None => *pattern == feature,
    })
}

/// What each family contributes, in the order of [`FAMILIES`]; the shares add up to the score in log-odds.
pub(super) fn shares(evidence: &[Evidence]) -> Vec<Share> {
    let share = |family: &'static Family| {
        let of_family = || evidence.iter().filter(|found| names(family.features, &found.feature));
        let leads = of_family().filter(|found| names(family.leads, &found.feature));
        let above: f32 = leads.map(|found| found.deviation).sum();
        Share {
            family: family.name,
            words: if above > 0.0 { family.high } else { family.low },
            contribution: of_family().map(|found| found.contribution).sum(),
        }
    };
    FAMILIES.iter().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::context;

    #[test]
    fn every_feature_is_in_one_family() {
        for feature in context::names() {
            let of = FAMILIES.iter().filter(|family| names(family.features, feature));
            let of: Vec<&str> = of.map(|family| family.name).collect();
            assert_eq!(of.len(), 1, "{feature} is in {of:?}");
        }
    }

    #[test]
    fn every_family_has_features_and_leads_among_them() {
        let rest = "rest".to_owned();
        let features: Vec<&String> = context::names().iter().chain([&rest]).collect();
        for family in FAMILIES {
            for pattern in family.features {
                assert!(features.iter().any(|feature| names(&[pattern], feature)), "{pattern}");
            }
            let leads = || features.iter().filter(|feature| names(family.leads, feature));
            assert!(
                leads().count() > 0 && leads().all(|lead| names(family.features, lead)),
                "{}",
                family.name
            );
        }
    }
}
