//! A document that is read, planned and given away part by part, so that it is never held as a whole.

use std::io::Read;
use std::ops::Range;

use super::{Cleaner, Drop, Said};
use crate::error::Result;
use crate::fsio::DOCUMENT_LIMIT;
use crate::label::Policy;
use crate::plan::{Guard, Join, Plan, Verdict};
use crate::rules::{Begun, Told};
use crate::text::windows::{Division, Window};
use crate::text::{Decoder, Encoding, End, Form, Lines, Scroll, Start};

/// A document and how far it is planned.
///
/// All parts together have the verdicts and the joins of [`Cleaner::plan`]. Memory is bounded by the largest window of the
/// document, or by its longest line.
///
/// ```
/// use dechrome::Cleaner;
/// use dechrome::pipeline::Parts;
/// use dechrome::render::Rendering;
/// use dechrome::text::{Encoding, Lines};
///
/// let text = "Share on Facebook
///
/// The ferry to Holm did not leave on Monday, as the harbour was
/// frozen over. It will try again when the ice has gone.
/// ";
/// let cleaner = Cleaner::default();
/// let mut parts = Parts::new(text.as_bytes(), Encoding::Unicode); // or a file
/// let (mut rendering, mut cleaned) = (Rendering::default(), String::new());
/// while let Some(part) = parts.next(&cleaner)? {
///     rendering.part(&Lines::new(&part.text), &part.plan, &mut cleaned);
/// }
/// assert_eq!(cleaned, cleaner.clean(text));
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug)]
pub struct Parts<R> {
    scroll: Scroll<R>,
    /// What the windows so far decide for those to come; nothing before the first.
    above: Option<Above>,
    begun: Begun,
    open: Open,
    ended: bool,
}

/// What holds for all windows of a document.
#[derive(Debug, Clone, Copy)]
struct Above {
    threshold: f32,
    /// Set as long as each was kept whole.
    guard: Option<Guard>,
}

/// Lines that are judged and wait: whether the break below the first of them is mended, the next window says.
#[derive(Debug, Default)]
struct Open {
    verdicts: Vec<Verdict>,
    /// The break, counted from the first of the lines.
    join: Option<Join>,
}

/// Some lines of a document, with what becomes of them.
///
/// ```
/// use dechrome::Cleaner;
/// use dechrome::pipeline::Parts;
/// use dechrome::text::{Encoding, End};
///
/// let mut parts = Parts::new(&b"The wind fell in the evening.\n"[..], Encoding::Unicode);
/// let part = parts.next(&Cleaner::default())?.unwrap(); // a short document is one part
/// assert_eq!(part.text, "The wind fell in the evening.\n");
/// assert_eq!((part.start.line, part.end), (0, End::Last));
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug)]
pub struct Part {
    /// The text of the lines, and behind it as much of what follows as the last mended break takes.
    pub text: String,
    /// A verdict for each of the lines, and the breaks below them that are mended. Guarded as long as all of the document
    /// so far was kept whole: in the last part, if the document is.
    pub plan: Plan,
    /// Where in the document they stand.
    pub start: Start,
    /// The form of the document.
    pub form: Form,
    /// The bytes read since the part before, where the encoding has several ways to write one text.
    pub legacy: Vec<u8>,
    /// Whether more of the document follows.
    pub end: End,
}

impl Part {
    /// Whether anything in it is changed.
    ///
    /// ```
    /// # use dechrome::{Cleaner, pipeline::Parts, text::Encoding};
    /// let mut parts = Parts::new(&b"Nobody had seen the swans before that winter.\n"[..], Encoding::Unicode);
    /// let part = parts.next(&Cleaner::default())?.unwrap();
    /// assert!(!part.is_changed());
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    pub fn is_changed(&self) -> bool {
        !self.plan.joins.is_empty() || self.plan.verdicts.iter().any(|verdict| !verdict.is_content())
    }
}

impl<R: Read> Parts<R> {
    /// Begins a document; nothing is read yet. What is to be guessed must have been, by [`guess`](crate::text::guess):
    /// here [`Encoding::Guess`] is [`Encoding::Unicode`].
    ///
    /// ```
    /// # use dechrome::{Cleaner, pipeline::Parts, text::Encoding};
    /// let latin1 = Encoding::from_name("latin1")?;
    /// let mut parts = Parts::new(&b"Das Eis h\xE4lt.\n"[..], latin1);
    /// assert_eq!(parts.next(&Cleaner::default())?.unwrap().text, "Das Eis hält.\n");
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    pub fn new(source: R, encoding: Encoding) -> Self {
        Self::divided(Decoder::new(source, encoding), Division::SHIPPED)
    }

    fn divided(decoder: Decoder<R>, division: Division) -> Self {
        Parts {
            scroll: Scroll::new(decoder, division, DOCUMENT_LIMIT),
            above: None,
            begun: Begun::default(),
            open: Open::default(),
            ended: false,
        }
    }

    /// Reads and plans the next part with a cleaner that [takes parts](Cleaner::takes_parts), the same for all; `None`
    /// after the last. An empty document has one.
    ///
    /// ```
    /// # use dechrome::{Cleaner, pipeline::Parts, text::Encoding};
    /// let (mut parts, cleaner) = (Parts::new(&b""[..], Encoding::Unicode), Cleaner::default());
    /// assert!(parts.next(&cleaner)?.is_some_and(|part| part.text.is_empty()));
    /// assert!(parts.next(&cleaner)?.is_none());
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    ///
    /// # Errors
    /// If reading fails, a byte does not fit the encoding, or a line is longer than 4 GiB.
    pub fn next(&mut self, cleaner: &Cleaner) -> Result<Option<Part>> {
        while !self.ended {
            let window = self.scroll.next(self.open.verdicts.len())?;
            self.ended = self.scroll.has_ended();
            let (lines, plan) = self.judge(cleaner, &window.unwrap_or(Window { seen: 0..0, own: 0..0 }));
            if self.ended || !lines.is_empty() {
                return Ok(Some(self.part(lines, plan)));
            }
        }
        Ok(None)
    }

    /// Judges a window; gives the lines that nothing can change any more, and their plan.
    fn judge(&mut self, cleaner: &Cleaner, window: &Window) -> (Range<usize>, Plan) {
        let held = Lines::new(self.scroll.text());
        let told = told(cleaner, &held, self.scroll.start(), &mut self.begun);
        let said = Said { told, template: Vec::new() };
        let asked = &cleaner.options.policy;
        let threshold = self.above.map_or(asked.threshold, |above| Some(above.threshold));
        let mut plan = cleaner.plan_window(&held, &said, window, &Policy { threshold, ..asked.clone() });
        plan.guard = self.above.map_or(plan.guard, |above| above.guard.and(plan.guard));
        self.above = Some(Above { threshold: plan.threshold, guard: plan.guard });
        let waited = std::mem::take(&mut self.open);
        let first = window.own.start - waited.verdicts.len();
        let offset = self.scroll.span(0..first).end;
        plan.joins.iter_mut().for_each(|join| shift(join, first, offset));
        plan.verdicts.splice(0..0, waited.verdicts);
        plan.joins.splice(0..0, waited.join);
        self.open = open(&mut plan);
        let lines = first..first + plan.verdicts.len();
        let length = self.scroll.span(lines.clone()).len();
        self.open.join.iter_mut().for_each(|join| shift(join, lines.len(), length));
        (lines, plan)
    }

    fn part(&mut self, lines: Range<usize>, plan: Plan) -> Part {
        let above = self.scroll.start();
        let span = self.scroll.span(lines.clone());
        let start = Start { line: above.line + lines.start, offset: above.offset + span.start };
        let end = plan.joins.last().map_or(0, |join| span.start + join.span.end).max(span.end);
        let text = if self.ended && span.start == 0 {
            self.scroll.take_text()
        } else {
            self.scroll.text()[span.start..end].to_owned()
        };
        let (form, legacy) = (self.scroll.form(), self.scroll.take_legacy());
        let end = if self.ended { End::Last } else { End::More };
        Part { text, plan, start, form, legacy, end }
    }
}

/// What rules say of the lines that are held, which begin at `start`.
fn told(cleaner: &Cleaner, held: &Lines<'_>, start: Start, begun: &mut Begun) -> Vec<Told> {
    match cleaner.options.drop {
        Drop::Nothing => Vec::new(),
        Drop::Chrome => cleaner.options.rules.told_in_part(held, start.line, begun),
    }
}

/// Takes from a plan the lines that wait, and the joins whose lower line goes.
fn open(plan: &mut Plan) -> Open {
    let Plan { verdicts, joins, .. } = plan;
    let join = joins.pop_if(|join| join.lower >= verdicts.len());
    joins.retain(|join| verdicts[join.lower].is_content());
    let verdicts = join.as_ref().map_or_else(Vec::new, |join| verdicts.split_off(join.upper));
    Open { verdicts, join }
}

/// Counts a join from another line, at another offset.
fn shift(join: &mut Join, line: usize, offset: usize) {
    join.upper -= line;
    join.lower -= line;
    join.span = join.span.start - offset..join.span.end - offset;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{Rendering, render};
    use crate::report::removed;
    use crate::rules::{Action, Pattern, Reach, Rule, Rules, Scope};
    use crate::{Options, pipeline::Merge};
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    /// What becomes of a document: the cleaned text, the record of what was removed, the plan.
    type Cleaned = (String, String, Plan);

    fn whole(cleaner: &Cleaner, text: &str, division: Division) -> Cleaned {
        let lines = Lines::new(text);
        let plan = cleaner.plan_divided(&lines, division);
        let mut record = Vec::new();
        removed::write("x", &lines, &plan, &mut record).unwrap();
        (render(&lines, &plan), String::from_utf8(record).unwrap(), plan)
    }

    fn in_parts(cleaner: &Cleaner, text: &str, division: Division) -> Cleaned {
        let mut parts = Parts::divided(Decoder::new(text.as_bytes(), Encoding::Unicode), division);
        let (mut cleaned, mut record) = (String::new(), Vec::new());
        let mut rendering = Rendering::default();
        let mut all: Option<Plan> = None;
        while let Some(mut part) = parts.next(cleaner).unwrap() {
            let lines = Lines::new(&part.text);
            let before = cleaned.len();
            rendering.part(&lines, &part.plan, &mut cleaned);
            removed::write_part("x", part.start, &lines, &part.plan, &mut record).unwrap();
            let own =
                &part.text[..part.plan.verdicts.len().checked_sub(1).map_or(0, |last| lines.span(last).next)];
            // The break above may have taken its indent.
            assert!(part.is_changed() || own.ends_with(&cleaned[before..]));
            assert_eq!(part.end == End::Last, parts.ended);
            for join in &mut part.plan.joins {
                join.upper += part.start.line;
                join.lower += part.start.line;
                join.span = join.span.start + part.start.offset..join.span.end + part.start.offset;
            }
            match &mut all {
                None => all = Some(part.plan),
                Some(all) => {
                    assert_eq!((all.verdicts.len(), all.threshold), (part.start.line, part.plan.threshold));
                    all.verdicts.extend(part.plan.verdicts);
                    all.joins.extend(part.plan.joins);
                    all.guard = part.plan.guard;
                }
            }
        }
        (cleaned, String::from_utf8(record).unwrap(), all.unwrap())
    }

    fn line() -> impl Strategy<Value = String> {
        let words =
            "the of and Ferry harbour ropes re- co-operate said, end. \"No,\" 3.50 | © é 中文 😀 \u{a0}";
        let sentence =
            vec(select(words.split(' ').collect::<Vec<_>>()), 1..16).prop_map(|words| words.join(" "));
        let chrome = "Home|Share on Facebook|Related articles|Read more|12 March 2024|By Ann Hill|© 2024 Holm Gazette|Next »";
        prop_oneof![
            2 => Just(String::new()),
            8 => sentence.clone(),
            2 => select(chrome.split('|').collect::<Vec<_>>()).prop_map(str::to_owned),
            1 => sentence.prop_map(|sentence| format!("> {sentence}")),
        ]
    }

    fn document() -> impl Strategy<Value = String> {
        let end = select(vec!["\n", "\n", "\n", "\r\n"]);
        (vec((line(), end), 0..40), any::<bool>()).prop_map(|(lines, closed)| {
            let text: String = lines.into_iter().map(|(line, end)| line + end).collect();
            if closed { text } else { text.trim_end_matches(['\r', '\n']).to_owned() }
        })
    }

    fn cleaner() -> impl Strategy<Value = Cleaner> {
        let rule = |action, phrase, reach| Rule {
            reach,
            ..Rule::new(action, Pattern::phrase(phrase).unwrap(), Scope::Contains)
        };
        let rules = [
            vec![],
            vec![rule(Action::Drop, "ropes", Reach::Line), rule(Action::Keep, "Home", Reach::Line)],
            vec![rule(Action::Drop, "Next", Reach::Below), rule(Action::Keep, "said", Reach::Line)],
        ];
        let rules = rules.map(|rules| Rules::new(rules).unwrap()).to_vec();
        let drop = select(vec![Drop::Chrome, Drop::Chrome, Drop::Nothing]);
        let merge = select(vec![Merge::Breaks, Merge::Breaks, Merge::Nothing]);
        let policy = select(vec![(None, None), (Some(0.4), None), (None, Some(0.3))]);
        (select(rules), drop, merge, policy).prop_map(|(rules, drop, merge, (threshold, max_removed))| {
            let policy = Policy { threshold, max_removed, ..Policy::default() };
            Cleaner::new(Options { rules, drop, merge, policy, ..Options::default() })
        })
    }

    proptest! {
        #[test]
        fn parts_are_as_the_whole(
            text in document(),
            cleaner in cleaner(),
            lines in 1_usize..20,
            bytes in select(vec![1_usize, 50, 400, 1 << 20]),
            overlap in 0_usize..8,
            overlap_bytes in select(vec![60_usize, 1 << 20]),
        ) {
            let division = Division { lines, bytes, overlap, overlap_bytes };
            prop_assert_eq!(in_parts(&cleaner, &text, division), whole(&cleaner, &text, division));
        }
    }
}
