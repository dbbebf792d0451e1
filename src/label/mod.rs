//! Scores to labels: each line alone first, then with its page, then the reason why it is dropped. What the user
//! asks of them is a [`Policy`].
//!
//! ```
//! use dechrome::label::Policy;
//! use dechrome::plan::Kind;
//! use dechrome::{Cleaner, Options};
//!
//! let policy = Policy { keep: vec![Kind::Date], ..Policy::default() };
//! let dated = Cleaner::new(Options { policy, ..Options::default() });
//! let text = "The slow ferry
//!
//! 12 March 2024
//!
//! The ferry to Holm takes an hour longer this spring, because its second engine is being mended in the yard.
//!
//! Its captain asks for patience and serves coffee.
//! ";
//! assert_eq!(dated.clean(text), text);
//! assert!(!Cleaner::default().clean(text).contains("March"));
//! ```

mod alone;
mod blank;
mod headline;
mod kind;
mod own;
mod page;
mod phrase;

use crate::features::Page;
use crate::model::Scores;
use crate::plan::{Basis, Guard, Join, Kind, Verdict};
use crate::rules::Action;
use crate::text::Lines;

use alone::{alone, best_threshold};

/// What the user asks of the labels.
///
/// ```
/// use dechrome::label::Policy;
/// use dechrome::plan::{Basis, Kind};
/// use dechrome::text::Lines;
/// use dechrome::{Cleaner, Options};
///
/// let policy = Policy { threshold: Some(Policy::DROP_MORE), keep: vec![Kind::Share], ..Policy::default() };
/// let lines = Lines::new("Share on Facebook\n\nThe bakery on Mill Lane opens again in May, with a new oven.\n");
/// let plan = Cleaner::new(Options { policy, ..Options::default() }).plan(&lines);
/// assert_eq!(plan.threshold, Policy::DROP_MORE);
/// assert_eq!((plan.verdicts[0].is_content(), plan.verdicts[0].basis), (true, Basis::Kind));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Scores at or above this, from 0 to 1, are content; `None`: what is best for the page.
    pub threshold: Option<f32>,
    /// Kinds of line that stay whatever their score.
    pub keep: Vec<Kind>,
    /// Kinds of line that go whatever their score.
    pub drop: Vec<Kind>,
    /// Largest share of the words (0 to 1) that may go; above it the document is kept whole.
    pub max_removed: Option<f32>,
}

impl Policy {
    /// The threshold of a user who would rather keep chrome than lose content.
    pub const KEEP_MORE: f32 = 0.18;
    /// The threshold of a user who would rather lose content than keep chrome.
    pub const DROP_MORE: f32 = 0.62;
}

/// Labels of a document's lines.
#[doc(hidden)]
#[derive(Debug, Clone, PartialEq)]
pub struct Labels {
    /// One verdict a line, blank lines included.
    pub verdicts: Vec<Verdict>,
    /// The threshold that was used, from 0 to 1.
    pub threshold: f32,
    /// Set when the document is kept whole against the scores.
    pub guard: Option<Guard>,
}

/// A row whose label is told, not judged.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Index of the row, from 0.
    pub row: usize,
    /// What becomes of it.
    pub action: Action,
    /// Who says so: [`Basis::Rule`] is obeyed whatever the row is; with another basis, kinds that the user keeps stay.
    pub basis: Basis,
}

/// Labels every line of a document; the labels of the rows in `told`, which are in order, are not judged.
///
/// For all other rows a told one is surely content or surely chrome; its verdict has the score of the model all the same.
#[doc(hidden)]
pub fn label(
    lines: &Lines<'_>,
    page: &Page,
    scores: &Scores,
    joins: &[Join],
    policy: &Policy,
    told: &[Told],
) -> Labels {
    let mut probabilities: Vec<f32> = scores.content.iter().map(|score| probability(*score)).collect();
    for &Told { row, action, .. } in told {
        probabilities[row] = if action == Action::Keep { 1.0 } else { 0.0 };
    }
    let tokens: Vec<f32> = page.rows().iter().map(|row| row.tokens as f32).collect();
    let threshold = policy.threshold.unwrap_or_else(|| {
        let best = best_threshold(&probabilities, &tokens);
        if phrase::shows_chrome(page) { best } else { best * CLEAN }
    });
    let alone = alone(&probabilities, threshold);
    let judge = page::Judge { lines, page, scores, probabilities: &probabilities, policy, told };
    judge.judge(alone, threshold, joins)
}

/// What the threshold is multiplied with where no line of the document is chrome by its words: it is clean already
/// more often than not, and each line that goes is more likely somebody's text.
const CLEAN: f32 = 0.35;

/// Log-odds to a probability.
fn probability(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Label, Separator};

    /// A line of running text.
    const PROSE: &str = "The ferry left the old harbour at noon with forty passengers and a horse.";

    /// A page with the probability of each line that is not blank.
    #[derive(Clone)]
    struct Case {
        text: String,
        content: Vec<f32>,
        subject: Vec<f32>,
        joins: Vec<Join>,
        policy: Policy,
        told: Vec<Told>,
    }

    impl Case {
        fn new(lines: &[(&str, f32)]) -> Self {
            let scored = || lines.iter().filter(|(line, _)| !line.is_empty());
            Case {
                text: lines.iter().map(|(line, _)| format!("{line}\n")).collect(),
                content: scored().map(|(_, p)| (p / (1.0 - p)).ln()).collect(),
                subject: scored().map(|_| 0.0).collect(),
                joins: Vec::new(),
                policy: Policy { threshold: Some(0.5), ..Policy::default() },
                told: Vec::new(),
            }
        }

        fn joined(mut self, breaks: &[usize]) -> Self {
            let lines = Lines::new(&self.text);
            let join = |&upper: &usize| Join {
                upper,
                lower: upper + 1,
                span: lines.span(upper).end..lines.span(upper + 1).start,
                separator: Separator::Space,
                score: 1.0,
            };
            self.joins = breaks.iter().map(join).collect();
            self
        }

        fn labels(&self) -> Labels {
            let lines = Lines::new(&self.text);
            let page = Page::new(&lines, &self.joins);
            let scores = Scores { content: self.content.clone(), subject: self.subject.clone() };
            label(&lines, &page, &scores, &self.joins, &self.policy, &self.told)
        }

        /// What becomes of each line and why, as in `+score` where it stays and `nav score` where it goes.
        fn outcome(&self) -> Vec<String> {
            let told = |verdict: &Verdict| match verdict.label {
                Label::Content => format!("+{}", verdict.basis.as_str()),
                Label::Chrome(kind) => format!("{kind} {}", verdict.basis.as_str()),
            };
            self.labels().verdicts.iter().map(told).collect()
        }

        #[track_caller]
        fn is(&self, wanted: &[&str]) {
            assert_eq!(self.outcome(), wanted, "{}", self.text);
        }

        /// Holds one line against what should become of it.
        #[track_caller]
        fn line(&self, line: usize, wanted: &str) {
            assert_eq!(self.outcome()[line], wanted, "line {line} of\n{}", self.text);
        }
    }

    #[test]
    fn a_line_or_two_between_paragraphs_stay_unless_they_are_surely_chrome() {
        let gap =
            |lines: &[(&'static str, f32)]| Case::new(&[&[(PROSE, 0.9)], lines, &[(PROSE, 0.9)]].concat());
        gap(&[("quiet grey", 0.3)]).line(1, "+gap");
        gap(&[("quiet grey", 0.3), ("water", 0.3)]).is(&["+score", "+gap", "+gap", "+score"]);
        gap(&[("quiet grey", 0.151)]).line(1, "+gap");
        gap(&[("quiet grey", 0.149)]).line(1, "nav score");
        gap(&[("quiet grey", 0.3), ("water", 0.1)]).line(1, "nav score");
        gap(&[("quiet grey", 0.3), ("water", 0.3), ("rope", 0.3)]).line(1, "nav score");
        Case::new(&[("quiet grey", 0.3), (PROSE, 0.9)]).line(0, "banner score");
        Case::new(&[(PROSE, 0.9), ("quiet grey", 0.3)]).line(1, "nav score");
        Case::new(&[("rope", 0.9), ("quiet grey", 0.3), (PROSE, 0.9)]).line(1, "nav score");
        Case::new(&[(PROSE, 0.9), ("quiet grey", 0.3), ("rope", 0.9)]).line(1, "nav score");
    }

    #[test]
    fn only_a_long_line_that_ends_or_goes_on_is_running_text() {
        for (below, running) in [
            (PROSE, true),
            ("The ferry left the old harbour at noon with forty passengers and a horse", false),
            ("A a a a a a a a a a a a a a a a a a.", false),
            ("The ferrymen navigated extraordinarily unpredictable currents.", false),
        ] {
            let case = Case::new(&[(PROSE, 0.9), ("quiet grey", 0.3), (below, 0.9)]);
            case.line(1, if running { "+gap" } else { "nav score" });
        }
        let open = "The ferry left the old harbour at noon with forty passengers and";
        Case::new(&[(PROSE, 0.9), ("quiet grey", 0.3), (open, 0.9), ("a horse.", 0.9)])
            .joined(&[2])
            .line(1, "+gap");
    }

    #[test]
    fn the_lines_of_a_mended_sentence_stay_together() {
        let case = |first: f32, second: f32| {
            Case::new(&[(PROSE, 0.9), ("one two three four", first), ("five", second)])
        };
        case(0.6, 0.2).joined(&[1]).is(&["+score", "+score", "+group"]);
        case(0.6, 0.2).is(&["+score", "+score", "nav score"]);
        case(0.4, 0.6).joined(&[1]).is(&["+score", "nav score", "+score"]);
        let chain =
            Case::new(&[(PROSE, 0.9), ("one two three", 0.7), ("four", 0.3), ("five", 0.3), ("six", 0.3)]);
        chain.clone().joined(&[1, 2]).is(&["+score", "+score", "+group", "+group", "nav score"]);
        chain.joined(&[1, 3]).is(&["+score", "+score", "+group", "nav score", "nav score"]);
    }

    #[test]
    fn the_items_of_a_list_stay_together() {
        let items = [("- one two three", 0.7), ("- four", 0.4), ("- five", 0.4)];
        Case::new(&[&[(PROSE, 0.9)], &items[..]].concat()).is(&["+score", "+score", "+group", "+group"]);
        Case::new(&[&[(PROSE, 0.9)], &items[..2]].concat()).is(&["+score", "+score", "nav score"]);
        let low = [("- one two three", 0.6), ("- four", 0.1), ("- five", 0.1)];
        Case::new(&[&[(PROSE, 0.9)], &low[..]].concat()).line(2, "nav score");
    }

    #[test]
    fn a_line_of_marks_stays_where_the_lines_on_both_sides_do() {
        let case = |above: f32, marks: &[(&'static str, f32)], below: f32| {
            Case::new(&[&[(PROSE, 0.9), ("rope", above)], marks, &[("water", below)]].concat())
        };
        let one = [("***", 0.1)];
        case(0.9, &one, 0.9).line(2, "+gap");
        case(0.1, &one, 0.9).line(2, "symbol score");
        case(0.9, &one, 0.1).line(2, "symbol score");
        case(0.9, &[("***", 0.1), ("---", 0.1), ("***", 0.1)], 0.9)
            .is(&["+score", "+score", "+gap", "+gap", "+gap", "+score"]);
        Case::new(&[("***", 0.1), (PROSE, 0.9)]).line(0, "symbol score");
        Case::new(&[(PROSE, 0.9), ("***", 0.1)]).line(1, "symbol score");
    }

    #[test]
    fn posts_stay_where_a_thread_is_the_page() {
        let post = |p: f32| [(PROSE, p), ("Reply", 0.1)];
        let thread =
            |posts: usize, p: f32| Case::new(&[&[(PROSE, 0.9)], &post(p).repeat(posts)[..]].concat());
        thread(4, 0.3).line(3, "+post");
        thread(4, 0.201).line(3, "+post");
        thread(6, 0.199).line(3, "comments score");
        thread(3, 0.3).line(3, "comments score");
        let article =
            |posts: usize| Case::new(&[&[(PROSE, 0.9)].repeat(3)[..], &post(0.3).repeat(posts)[..]].concat());
        article(4).line(5, "comments score");
        article(9).line(5, "+post");
    }

    #[test]
    fn what_a_header_announces_below_the_body_goes_up_to_the_next_running_text() {
        let below =
            [("Related articles", 0.9), ("Old bridge to be rebuilt", 0.9), ("Mayor opens library", 0.9)];
        let case = Case::new(&[&[(PROSE, 0.9)], &below[..]].concat());
        case.is(&["+score", "related kind", "related kind", "related kind"]);
        Case::new(&[&[(PROSE, 0.9)], &below[..], &[(PROSE, 0.9), ("Mayor opens library", 0.9)]].concat())
            .is(&["+score", "related kind", "related kind", "related kind", "+score", "+score"]);
        let sure =
            [("Related articles", 0.98), ("Old bridge to be rebuilt", 0.98), ("Mayor opens library", 0.96)];
        Case::new(&[&[(PROSE, 0.9)], &sure[..]].concat()).line(1, "+score");
        Case::new(&[&[(PROSE, 0.9)], &sure[..]].concat()).line(2, "+score");
        assert!(Case::new(&[&[(PROSE, 0.9)], &sure[..]].concat()).outcome()[3].ends_with(" kind"));
        let unread =
            Case::new(&[("rope", 0.9), ("Related articles", 0.9), ("Old bridge", 0.9), ("water", 0.9)]);
        unread.line(2, "+score");
    }

    #[test]
    fn the_sentences_of_a_consent_dialogue_go_with_its_buttons() {
        let speaks = "We use cookies to make the pages of the old harbour work for you.";
        let case = |p: f32, button: &'static str| {
            Case::new(&[(PROSE, 0.9), (speaks, p), (speaks, p), (button, 0.1)])
        };
        case(0.8, "Accept all cookies").is(&["+score", "cookie kind", "cookie kind", "cookie score"]);
        case(0.98, "Accept all cookies").line(2, "+score");
        case(0.8, "Cookies").line(2, "+score");
        Case::new(&[(speaks, 0.8), (PROSE, 0.9), ("Accept all cookies", 0.1)]).line(0, "+score");
        let many = [&[(PROSE, 0.9)], &[(speaks, 0.8); 7][..], &[("Accept all cookies", 0.1)]].concat();
        Case::new(&many).line(1, "+score");
        Case::new(&many).line(2, "cookie kind");
    }

    #[test]
    fn the_headline_above_the_first_paragraph_stays_once_and_banners_above_it_go() {
        let headline = "Ferry returns to the northern harbour";
        let case = |above: &[(&str, f32)]| Case::new(&[above, &[(PROSE, 0.9)]].concat());
        case(&[(headline, 0.3)]).is(&["+headline", "+score"]);
        case(&[(headline, 0.9)]).is(&["+score", "+score"]);
        case(&[("rope", 0.8), (headline, 0.3)]).line(0, "banner headline");
        case(&[("rope", 0.91), (headline, 0.3)]).line(0, "+score");
        case(&[(headline, 0.3), (headline, 0.9)]).is(&["repeat repeat", "+score", "+score"]);
        case(&[("FERRY returns to the  northern harbour", 0.6), (headline, 0.9)]).line(0, "repeat repeat");
        for (line, stays) in [
            ("Ferry returns to the northern harbour.", false),
            ("Ferry returns to the northern harbour?", true),
            ("Ferry returns to the northern harbour!", true),
            ("- Ferry returns to the northern harbour", false),
            ("Ferry returns http://tern.example/northern", false),
            ("Ferry to the harbour", true),
            ("Ferry to the harbor", false),
            ("Northernmost harbourmaster", false),
            ("Tags: Ferry, northern harbour", false),
        ] {
            let told = case(&[(line, 0.3)]).outcome();
            assert_eq!(told[0].starts_with('+'), stays, "{line}: {told:?}");
        }
        case(&[(&"Ferry northern ".repeat(13), 0.3)]).line(0, "+headline");
        assert!(!case(&[(&"Ferry northern ".repeat(14), 0.3)]).outcome()[0].starts_with('+'));
    }

    #[test]
    fn a_headline_is_found_by_its_words_its_score_or_its_place() {
        let headline = "Ferry returns to the northern harbour";
        let case = |between: &[(&str, f32)], p: f32| {
            Case::new(&[&[(headline, p)], between, &[(PROSE, 0.9)]].concat())
        };
        case(&[("rope of the boat", 0.1)], 0.19).line(0, "banner score");
        case(&[("rope of the boat", 0.1)], 0.21).line(0, "+headline");
        let mut told = case(&[("rope of the boat", 0.1)], 0.1);
        told.subject[0] = 0.5;
        told.line(0, "+headline");
        told.subject[0] = 0.49;
        assert!(!told.outcome()[0].starts_with('+'));
        case(&[("4 June 2025", 0.1), ("rope", 0.1), ("By Ada Lovelace", 0.1)], 0.1).line(0, "+headline");
        let far = |rows: usize| case(&[("rope", 0.1)].repeat(rows), 0.3);
        far(7).line(0, "+headline");
        assert!(!far(8).outcome()[0].starts_with('+'));
        // Of two the surer one is the headline, and of equals the longer one.
        Case::new(&[("Boat leaves the northern island", 0.4), (headline, 0.3), (PROSE, 0.9)])
            .line(0, "+headline");
        Case::new(&[(headline, 0.3), ("Boat leaves the northern island", 0.4), (PROSE, 0.9)])
            .line(1, "+headline");
        // Above prose of its own nothing is a banner.
        let long = format!("- {}", PROSE.trim_end_matches('.'));
        Case::new(&[("rope", 0.8), (&long, 0.8), (headline, 0.4), (PROSE, 0.9)]).line(0, "+score");
    }

    #[test]
    fn dates_and_bylines_go_by_convention_and_stay_in_the_document_where_the_user_says_so() {
        let headline = ("Ferry returns to the northern harbour", 0.9);
        let date = ("4 June 2025", 0.9);
        let mut case = Case::new(&[
            ("4 June 2025", 0.95),
            headline,
            date,
            ("By Ada Lovelace", 0.9),
            (PROSE, 0.9),
            (PROSE, 0.9),
            ("4 June 2025", 0.1),
        ]);
        case.is(&["date kind", "+score", "date kind", "byline kind", "+score", "+score", "date score"]);
        case.policy.keep = vec![Kind::Date];
        case.line(2, "+score");
        case.line(3, "byline kind");
        case.line(6, "date score");
        case.content[2] = -3.0;
        case.line(2, "+kind");
        case.policy = Policy { drop: vec![Kind::Title], ..case.policy };
        case.line(1, "title kind");
    }

    #[test]
    fn kinds_that_the_user_keeps_or_drops_do_whatever_their_scores() {
        let mut case = Case::new(&[(PROSE, 0.9), ("Share on Facebook", 0.1), ("© 2025 Mill Post", 0.1)]);
        case.is(&["+score", "share score", "legal score"]);
        case.policy.keep = vec![Kind::Share];
        case.is(&["+score", "+kind", "legal score"]);
        let mut case = Case::new(&[("Ferry returns to the northern harbour", 0.9), (PROSE, 0.9)]);
        case.policy.drop = vec![Kind::Title];
        case.is(&["title kind", "+score"]);
    }

    #[test]
    fn what_is_told_of_a_row_is_obeyed() {
        let told = |row, action, basis| Told { row, action, basis };
        let mut case = Case::new(&[(PROSE, 0.9), ("rope", 0.9), ("water", 0.1), ("Share on Facebook", 0.1)]);
        case.told = vec![told(1, Action::Drop, Basis::Rule), told(2, Action::Keep, Basis::Rule)];
        case.is(&["+score", "rule rule", "+rule", "share score"]);
        case.policy.drop = vec![Kind::Nav, Kind::Title];
        case.line(2, "+rule");
        case.told = vec![told(1, Action::Drop, Basis::Profile), told(3, Action::Drop, Basis::Profile)];
        assert!(case.outcome()[1].ends_with(" profile"), "{:?}", case.outcome());
        case.line(3, "share profile");
        case.policy.keep = vec![Kind::Share];
        case.line(3, "+kind");
        let verdict = case.labels().verdicts[1];
        assert!((verdict.score - 0.9).abs() < 1e-4, "the score of the model all the same: {verdict:?}");
    }

    #[test]
    fn a_document_of_which_next_to_nothing_or_too_little_is_left_is_kept_whole() {
        let chrome = [("rope", 0.01), ("water", 0.01), ("quiet grey", 0.01)];
        let labels = Case::new(&chrome).labels();
        assert_eq!(labels.guard, Some(Guard::NothingLeft));
        assert!(labels.verdicts.iter().all(|v| v.is_content() && v.basis == Basis::Guard));
        assert_eq!(Case::new(&[("rope", 0.9), ("water", 0.9)]).labels().guard, None, "nothing goes");
        let mut case = Case::new(&[&[(PROSE, 0.9)], &[("rope water", 0.1); 14][..]].concat());
        assert_eq!(case.labels().guard, None);
        case.policy.max_removed = Some(0.7);
        assert_eq!(case.labels().guard, None);
        case.policy.max_removed = Some(0.6);
        let Some(Guard::TooMuch(removed)) = case.labels().guard else { panic!("{:?}", case.labels()) };
        assert!((removed - 28.0 / 42.0).abs() < 1e-6, "{removed}");
    }

    #[test]
    fn blank_lines_go_with_the_lines_around_them_but_for_one_run_where_a_stretch_went() {
        let (keep, drop) = ((PROSE, 0.9), ("rope", 0.1));
        let shown = |lines: &[(&str, f32)]| {
            let outcome = Case::new(lines).outcome();
            outcome.iter().map(|told| if told.starts_with('+') { '+' } else { '-' }).collect::<String>()
        };
        let blank = ("", 0.0);
        assert_eq!(shown(&[keep, blank, blank, keep]), "++++");
        assert_eq!(shown(&[keep, blank, drop, blank, blank, drop, drop, drop, blank, keep]), "+--++----+");
        assert_eq!(shown(&[keep, blank, drop, drop, drop, blank, keep]), "++----+");
        assert_eq!(shown(&[blank, drop, drop, drop, blank, keep]), "-----+");
        assert_eq!(shown(&[keep, blank, drop, drop, drop, blank]), "+-----");
        assert_eq!(shown(&[keep, drop, drop, drop, keep]), "+---+");
        let labels = Case::new(&[keep, blank, ("rope", 0.1), blank]).labels();
        assert_eq!(labels.verdicts[3].basis, Basis::Blank);
        assert!((labels.verdicts[3].score - 0.1).abs() < 1e-4, "as the line it goes with");
    }

    #[test]
    fn without_chrome_by_its_words_a_document_has_a_lower_threshold() {
        let threshold = |line: &str| {
            let mut case = Case::new(&[(PROSE, 0.9), (line, 0.1)]);
            case.policy.threshold = None;
            case.labels().threshold
        };
        let (clean, page) = (threshold("quiet grey water rope"), threshold("Share on Facebook today"));
        assert!((clean - 0.35 * page).abs() < 0.02 && page > 0.4, "{clean} {page}");
        let mut case = Case::new(&[(PROSE, 0.5), ("rope", 0.49)]);
        assert_eq!(case.labels().threshold, 0.5);
        case.line(1, "nav score");
        case.policy.threshold = Some(0.4);
        case.line(1, "+score");
    }
}
