//! From a document to its plan, and to its cleaned text: the order of the stages and nothing else.
//!
//! ```
//! use dechrome::pipeline::{Cleaner, Merge, Options};
//!
//! let text = "Subscribe to our newsletter
//!
//! The first swifts came back to the tower on Sunday, nine days later than
//! last year. They found it painted.
//! ";
//! let cleaner = Cleaner::new(Options { merge: Merge::Nothing, ..Options::default() });
//! assert_eq!(Some(cleaner.clean(text).as_str()), text.strip_prefix("Subscribe to our newsletter\n\n"));
//! ```

mod parts;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::features::Page;
use crate::features::context;
use crate::label::{self, Labels, Policy, Told};
use crate::merge::{self, Explainer, Hyphens};
use crate::model::{Model, Scores};
use crate::plan::{Basis, Evidence, Join, Label, Plan, Verdict};
use crate::profile::Site;
use crate::render::render;
use crate::rules::{self, Action, Rules};
use crate::text::Lines;
use crate::text::windows::{Division, Window};
pub use parts::{Part, Parts};

/// What the user asks of a cleaning.
///
/// ```
/// use dechrome::label::Policy;
/// use dechrome::merge::Hyphens;
/// use dechrome::{Cleaner, Options};
///
/// let cautious = Options {
///     policy: Policy { threshold: Some(Policy::KEEP_MORE), max_removed: Some(0.5), ..Policy::default() },
///     hyphens: Hyphens::Keep,
///     ..Options::default()
/// };
/// assert_eq!(Cleaner::new(cautious).clean("Nothing but prose."), "Nothing but prose.");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Whether chrome lines are dropped.
    pub drop: Drop,
    /// Whether breaks are mended.
    pub merge: Merge,
    /// Whether hyphens at mended breaks may go.
    pub hyphens: Hyphens,
    /// How strict the labels are, and which kinds of line the user keeps or drops.
    pub policy: Policy,
    /// Phrases and regexes by which the user keeps or drops lines.
    pub rules: Rules,
    /// The lines that repeat across the documents of the source.
    pub profile: Option<Site>,
}

/// Log-odds from which a line stays though two other documents of its source have it, as a refrain; how much more it
/// takes for each e-fold of these, and the most it takes.
const SURE: f32 = 2.0;
const MORE_SURE: f32 = 1.5;
const SUREST: f32 = 5.0;

/// The first score of a line that a rule keeps, in log-odds; of one that it drops, as much below nothing.
const TOLD: f32 = 4.0;

/// Whether chrome lines are dropped.
///
/// ```
/// use dechrome::pipeline::Drop;
/// use dechrome::{Cleaner, Options};
///
/// let cleaner = Cleaner::new(Options { drop: Drop::Nothing, ..Options::default() });
/// assert_eq!(cleaner.clean("Home | News | Contact\n"), "Home | News | Contact\n");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Drop {
    /// Drop them.
    #[default]
    Chrome,
    /// Keep every line.
    Nothing,
}

/// Whether spurious line breaks are mended.
///
/// ```
/// use dechrome::pipeline::{Drop, Merge};
/// use dechrome::{Cleaner, Options};
///
/// let nothing = Options { drop: Drop::Nothing, merge: Merge::Nothing, ..Options::default() };
/// let text = "Home\r\nthe wind fell in the evening, and the sails\r\nhung still\r\n";
/// assert_eq!(Cleaner::new(nothing).clean(text), text);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Merge {
    /// Mend them.
    #[default]
    Breaks,
    /// Keep every break.
    Nothing,
}

/// Plans and cleans documents with one model and one set of options.
///
/// ```
/// use dechrome::Cleaner;
///
/// let cleaner = Cleaner::default(); // many threads may use one
/// let text = "Share on Facebook
///
/// The bakery on Mill Lane opens again in May, with a new oven and the
/// old recipes. Its bread was missed.
/// ";
/// assert_eq!(
///     cleaner.clean(text),
///     "The bakery on Mill Lane opens again in May, with a new oven and the old recipes. Its bread was missed.\n"
/// );
/// ```
#[derive(Debug, Clone, Default)]
pub struct Cleaner {
    options: Options,
    model: Option<Arc<Model>>,
}

impl Cleaner {
    /// A cleaner with the shipped model.
    ///
    /// ```
    /// # use dechrome::{Cleaner, Options};
    /// let cleaner = Cleaner::new(Options::default());
    /// assert_eq!(cleaner.clean("One line of prose, and it stays.\n"), "One line of prose, and it stays.\n");
    /// ```
    pub fn new(options: Options) -> Self {
        Cleaner { options, model: None }
    }

    /// A cleaner with a model of the caller's.
    ///
    /// ```
    /// # use dechrome::{Cleaner, Options, model::Model};
    /// # fn file() -> Vec<u8> { Model::shipped().to_bytes().unwrap() }
    /// let model = Model::from_bytes(file())?;
    /// let cleaner = Cleaner::with_model(Options::default(), model);
    /// assert_eq!(cleaner.clean("It rained on the fair.\n"), "It rained on the fair.\n");
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    pub fn with_model(options: Options, model: Model) -> Self {
        Cleaner { options, model: Some(Arc::new(model)) }
    }

    /// A cleaner with the same model and other options.
    ///
    /// ```
    /// # use dechrome::{Cleaner, Options, pipeline::Drop};
    /// let cleaner = Cleaner::default();
    /// let mender = cleaner.with_options(Options { drop: Drop::Nothing, ..cleaner.options().clone() });
    /// assert_eq!(mender.clean("Next page »\n"), "Next page »\n");
    /// ```
    #[must_use]
    pub fn with_options(&self, options: Options) -> Self {
        Cleaner { options, model: self.model.clone() }
    }

    /// What is asked of it.
    ///
    /// ```
    /// # use dechrome::{Cleaner, pipeline::Drop};
    /// assert_eq!(Cleaner::default().options().drop, Drop::Chrome);
    /// ```
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Decides which lines and which line breaks of a document stay.
    ///
    /// Nothing is rewritten here: the result is a [`Plan`], one verdict per line and one per mended
    /// break. Offsets are bytes and fall on character boundaries; scores run from 0 (surely chrome)
    /// to 1 (surely content). The verdict depends on neighbours, so two halves planned apart may
    /// differ from the whole. Linear time and memory. Neither fails nor panics.
    ///
    /// A document of more than 8,192 lines or 4 MiB is judged in windows of so much. The threshold is then the one
    /// that is best for the first window, and guards look at each window by itself.
    ///
    /// ```
    /// use dechrome::Cleaner;
    /// use dechrome::text::Lines;
    ///
    /// let text = "Share on Facebook
    ///
    /// The bakery on Mill Lane opens again in May, with a new oven and the
    /// old recipes. Its bread was missed.
    /// ";
    /// let lines = Lines::new(text);
    /// let plan = Cleaner::default().plan(&lines);
    /// assert_eq!(plan.verdicts.len(), lines.len());
    /// assert!(!plan.verdicts[0].is_content() && plan.verdicts[2].is_content());
    /// assert_eq!((plan.joins[0].upper, plan.joins[0].lower), (2, 3));
    /// ```
    pub fn plan(&self, lines: &Lines<'_>) -> Plan {
        self.plan_divided(lines, Division::SHIPPED)
    }

    /// What is said of a document's lines beforehand: a rule may reach over windows, and a profile knows places.
    fn said(&self, lines: &Lines<'_>) -> Said {
        let drops = self.options.drop == Drop::Chrome;
        let told = if drops { self.options.rules.told(lines) } else { Vec::new() };
        let site = self.options.profile.as_ref().filter(|_| drops);
        let template = site.map_or_else(Vec::new, |site| site.template(lines));
        let sure = |others: u32| (SURE + MORE_SURE * (others as f32 / 2.0).ln()).min(SUREST);
        let template = template.into_iter().map(|repeat| (repeat.line, sure(repeat.others))).collect();
        Said { told, template }
    }

    /// Whether a document's [`Parts`] can be planned one after another: not with a profile, which knows places in the
    /// whole document, nor with rules whose reach is `block` or `above`, which begin lines above the one that matches.
    ///
    /// ```
    /// # use dechrome::rules::{Action, Pattern, Reach, Rule, Rules, Scope};
    /// # use dechrome::{Cleaner, Options};
    /// let rule = Rule::new(Action::Drop, Pattern::phrase("Skip to content")?, Scope::Line);
    /// let rules = Rules::new(vec![Rule { reach: Reach::Above, ..rule }])?;
    /// let cleaner = Cleaner::new(Options { rules, ..Options::default() });
    /// assert!(!cleaner.takes_parts() && Cleaner::default().takes_parts());
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    pub fn takes_parts(&self) -> bool {
        self.options.drop == Drop::Nothing
            || (self.options.profile.is_none() && !self.options.rules.look_ahead())
    }

    fn plan_divided(&self, lines: &Lines<'_>, division: Division) -> Plan {
        let said = self.said(lines);
        let mut windows = division.windows(lines).peekable();
        let first = windows.next_if(|window| window.own.len() < lines.len());
        let Some(first) = first else { return self.plan_at_once(lines, &said, &self.options.policy) };
        let mut whole = self.plan_window(lines, &said, &first, &self.options.policy);
        let policy = Policy { threshold: Some(whole.threshold), ..self.options.policy.clone() };
        for window in windows {
            let plan = self.plan_window(lines, &said, &window, &policy);
            whole.verdicts.extend(plan.verdicts);
            whole.joins.extend(plan.joins);
            whole.guard = whole.guard.and(plan.guard); // only a document of guarded windows is kept whole
        }
        let Plan { verdicts, joins, .. } = &mut whole;
        joins.retain(|join| verdicts[join.upper].is_content() && verdicts[join.lower].is_content());
        whole
    }

    /// The verdicts on a window's own lines and the joins below them, counted from the document's start.
    fn plan_window(&self, lines: &Lines<'_>, said: &Said, window: &Window, policy: &Policy) -> Plan {
        let Window { seen, own } = window;
        let mut plan = self.plan_at_once(&lines.part(seen.clone()), &said.part(seen), policy);
        let own_part = own.start - seen.start..own.end - seen.start;
        plan.verdicts.truncate(own_part.end);
        plan.verdicts.drain(..own_part.start);
        plan.joins.retain(|join| own_part.contains(&join.upper));
        let offset = if seen.start == 0 { 0 } else { lines.span(seen.start).start };
        for join in &mut plan.joins {
            join.upper += seen.start;
            join.lower += seen.start;
            join.span = join.span.start + offset..join.span.end + offset;
        }
        plan
    }

    fn plan_at_once(&self, lines: &Lines<'_>, said: &Said, policy: &Policy) -> Plan {
        let mut joins = match (self.options.drop, self.options.merge) {
            (Drop::Nothing, Merge::Nothing) => Vec::new(),
            _ => self.joins(lines),
        };
        match self.options.drop {
            Drop::Nothing => {
                let verdict = Verdict { label: Label::Content, score: 1.0, basis: Basis::Unasked };
                Plan { verdicts: vec![verdict; lines.len()], joins, threshold: 0.0, guard: None }
            }
            Drop::Chrome => {
                // Lines are judged with their joins in view also where no break is to be mended.
                let page = Page::new(lines, &joins);
                let told = said.told(&page);
                let scores = self.model().scores_told(&page, &first_scores(&told));
                let told = said.with_template(told, &page, &scores);
                let Labels { verdicts, threshold, guard } =
                    label::label(lines, &page, &scores, &joins, policy, &told);
                let mends = self.options.merge == Merge::Breaks && guard.is_none();
                let stays = |line: usize| mends && verdicts[line].is_content();
                joins.retain(|join| stays(join.upper) && stays(join.lower));
                Plan { verdicts, joins, threshold, guard }
            }
        }
    }

    /// Why each line has its score: for one line after another, the named features with what each contributes, in
    /// log-odds.
    ///
    /// The contributions of a line add up to the log-odds of its score; what is there without any input is named
    /// `rest`. A blank line has none, and nor has any line where no line is judged.
    ///
    /// ```
    /// # use dechrome::{Cleaner, text::Lines};
    /// let lines = Lines::new("Back to top\n\nThe millpond froze in the night, and by noon the school was on it.\n");
    /// let cleaner = Cleaner::default();
    /// let found: Vec<_> = cleaner.evidence(&lines).collect();
    /// assert!(found[1].is_empty()); // the blank line
    ///
    /// let log_odds: f32 = found[2].iter().map(|evidence| evidence.contribution).sum();
    /// let score = cleaner.plan(&lines).verdicts[2].score;
    /// assert!((1.0 / (1.0 + (-log_odds).exp()) - score).abs() < 1e-4);
    /// ```
    pub fn evidence<'a>(&'a self, lines: &'a Lines<'_>) -> impl Iterator<Item = Vec<Evidence>> + 'a {
        let said = self.said(lines);
        Division::SHIPPED.windows(lines).flat_map(move |window| {
            let Window { seen, own } = window;
            let part = self.evidence_at_once(&lines.part(seen.clone()), &said.part(&seen));
            part.skip(own.start - seen.start).take(own.len())
        })
    }

    fn evidence_at_once(
        &self,
        lines: &Lines<'_>,
        said: &Said,
    ) -> impl Iterator<Item = Vec<Evidence>> + use<> {
        let mut rows = Vec::new();
        if self.options.drop == Drop::Chrome {
            let page = Page::new(lines, &self.joins(lines));
            let told = first_scores(&said.told(&page));
            let found = self.model().contributions(&page, &told);
            rows = page.rows().iter().map(|row| row.line).zip(found).collect();
        }
        let names = context::names();
        let mut rows = rows.into_iter().peekable();
        (0..lines.len()).map(move |line| {
            let Some((_, found)) = rows.next_if(|(judged, _)| *judged == line) else { return Vec::new() };
            let values = found.values.into_iter().zip(found.deviations);
            let named = names.iter().zip(values).zip(found.inputs);
            let inputs = named.map(|((name, (value, deviation)), contribution)| Evidence {
                feature: Cow::Borrowed(name),
                value,
                deviation,
                contribution,
            });
            let rest =
                Evidence { feature: "rest".into(), value: 1.0, deviation: 0.0, contribution: found.rest };
            inputs.chain([rest]).collect()
        })
    }

    /// Why each break of a plan is mended: for one join after another, the named features with what each contributes, in
    /// log-odds; what is there without any is named `bias`.
    ///
    /// They are those of the first round of mending; a break that was spurious only once others were mended has none.
    ///
    /// ```
    /// # use dechrome::{Cleaner, text::Lines};
    /// let text = "The organ of the chapel was taken apart in April, and each of its\npipes was washed at sea.\n";
    /// let lines = Lines::new(text);
    /// let cleaner = Cleaner::default();
    /// let plan = cleaner.plan(&lines);
    /// let found = cleaner.join_evidence(&lines, &plan.joins);
    /// assert_eq!(found.len(), plan.joins.len());
    /// assert!(found[0].iter().any(|evidence| evidence.feature == "bias"));
    /// ```
    pub fn join_evidence(&self, lines: &Lines<'_>, joins: &[Join]) -> Vec<Vec<Evidence>> {
        if joins.is_empty() {
            return Vec::new(); // to explain any, the whole document is scanned
        }
        let explainer = Explainer::new(merge::Model::shipped(), lines);
        let of_join = |join: &Join| {
            let found = explainer.explain(join.upper).filter(|found| found.score > found.threshold);
            let named = found.map_or_else(Vec::new, |found| found.evidence);
            let of_feature = |(name, contribution): (String, f32)| Evidence {
                feature: name.into(),
                value: 1.0,
                deviation: 0.0,
                contribution,
            };
            named.into_iter().map(of_feature).collect()
        };
        joins.iter().map(of_join).collect()
    }

    /// The model; the shipped one is not read before a line is to be judged.
    fn model(&self) -> &Model {
        self.model.as_deref().unwrap_or_else(|| Model::shipped())
    }

    fn joins(&self, lines: &Lines<'_>) -> Vec<Join> {
        merge::joins(merge::Model::shipped(), lines, self.options.hyphens)
    }

    /// The cleaned text of `text`: [`Cleaner::plan`], then [`render`].
    ///
    /// ```
    /// # use dechrome::Cleaner;
    /// let text = "Share on Facebook
    ///
    /// The ferry to Holm did not leave on Monday, as the harbour was
    /// frozen over. It will try again when the ice has gone.
    /// ";
    /// let cleaned = Cleaner::default().clean(text);
    /// assert!(cleaned.starts_with("The ferry to Holm did not leave on Monday, as the harbour was frozen over."));
    /// ```
    pub fn clean(&self, text: &str) -> String {
        let lines = Lines::new(text);
        render(&lines, &self.plan(&lines))
    }
}

/// What rules and a profile say of the lines of a document.
#[derive(Debug, Default)]
struct Said {
    told: Vec<rules::Told>,
    /// Lines that the template of the source has, in order, and the log-odds from which each stays.
    template: Vec<(usize, f32)>,
}

impl Said {
    /// The same for some of the lines, counted from the first of them.
    fn part(&self, part: &Range<usize>) -> Said {
        let from = |line: usize| self.told.partition_point(|told| told.line < line);
        let told = self.told[from(part.start)..from(part.end)].iter();
        let from = |line: usize| self.template.partition_point(|(other, _)| *other < line);
        let template = self.template[from(part.start)..from(part.end)].iter();
        Said {
            told: told.map(|told| rules::Told { line: told.line - part.start, ..*told }).collect(),
            template: template.map(|&(line, sure)| (line - part.start, sure)).collect(),
        }
    }

    /// The rows whose labels the rules tell.
    fn told(&self, page: &Page) -> Vec<Told> {
        let of_row = |row, action| Told { row, action, basis: Basis::Rule };
        self.told.iter().filter_map(|told| Some(of_row(row_of(page, told.line)?, told.action))).collect()
    }

    /// Adds the rows that are template by the profile, unless the model is sure that they are content.
    ///
    /// Neighbours do not see them when they are scored: of what that drops beside, too much is content.
    fn with_template(&self, mut told: Vec<Told>, page: &Page, scores: &Scores) -> Vec<Told> {
        let rows = self.template.iter().filter_map(|&(line, sure)| Some((row_of(page, line)?, sure)));
        let unsure = rows.filter(|&(row, sure)| scores.content[row] < sure).map(|(row, _)| row);
        let is_told = |row: usize| told.binary_search_by_key(&row, |told| told.row).is_ok();
        let new: Vec<usize> = unsure.filter(|&row| !is_told(row)).collect();
        told.extend(new.into_iter().map(|row| Told { row, action: Action::Drop, basis: Basis::Profile }));
        told.sort_unstable_by_key(|told| told.row);
        told
    }
}

/// The row of a line, unless it is blank.
fn row_of(page: &Page, line: usize) -> Option<usize> {
    page.rows().binary_search_by_key(&line, |row| row.line).ok()
}

/// What the neighbours of told rows see of them.
fn first_scores(told: &[Told]) -> Vec<(usize, f32)> {
    told.iter().map(|told| (told.row, if told.action == Action::Keep { TOLD } else { -TOLD })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "ferry river mill grain abbey brother winter bridge miller cart harvest town council harbour letter \
                         sister garden church market horse valley orchard candle window tower captain sailor stranger";

    /// A long text with chrome at its head and tail and below each chapter, paragraphs that all differ, breaks to mend.
    fn long_text(chapters: usize) -> String {
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        let mut seed = 7u32;
        let mut word = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            words[(seed >> 16) as usize % words.len()]
        };
        let mut sentence = |end: &str| {
            let [a, b, c, d, e] = [(); 5].map(|()| word());
            format!(
                "The {a} of the {b} was never seen by the {c} again, and{end}nobody in the {d} spoke of the {e}."
            )
        };
        let mut text = "Home\nShare on Facebook\nLog in\n\nThe Ferry of the Lower River\n\n".to_owned();
        for chapter in 1..=chapters {
            text.push_str(&format!("Chapter {chapter}\n\n"));
            for paragraph in 0..40 {
                let end = if paragraph % 8 == 3 { "\n" } else { " " };
                text.push_str(&format!("{} {} {}\n", sentence(" "), sentence(end), sentence(" ")));
            }
            text.push_str("\nShare on Facebook\n\n");
        }
        text.push_str("Related Articles\nSubscribe to our newsletter\nScroll to Top\n");
        text
    }

    #[test]
    fn moving_the_seams_changes_no_verdict() {
        let text = long_text(40);
        let lines = Lines::new(&text);
        let cleaner = Cleaner::default();
        let whole = cleaner.plan_at_once(&lines, &Said::default(), &Policy::default());
        assert!(whole.joins.len() > 100 && whole.verdicts.iter().any(|verdict| !verdict.is_content()));
        for own in [300, 301, 333, 350, 411, 1000] {
            let plan = cleaner.plan_divided(
                &lines,
                Division { lines: own, bytes: 1 << 20, overlap: 120, overlap_bytes: 1 << 20 },
            );
            let labels = |plan: &Plan| plan.verdicts.iter().map(Verdict::is_content).collect::<Vec<_>>();
            let differing: Vec<usize> = labels(&plan)
                .iter()
                .zip(labels(&whole))
                .enumerate()
                .filter(|(_, (a, b))| **a != *b)
                .map(|(line, _)| line)
                .collect();
            assert_eq!(differing, [] as [usize; 0], "windows of {own} lines");
            let spans = |plan: &Plan| plan.joins.iter().map(|join| join.span.clone()).collect::<Vec<_>>();
            assert_eq!(spans(&plan), spans(&whole), "windows of {own} lines");
        }
    }
}
