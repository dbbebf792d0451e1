//! What holds for time: no text takes more of it than it is long.

use std::hint::black_box;
use std::sync::OnceLock;
use std::time::Duration;

use dechrome::Cleaner;
use dechrome::corpus::Format;
use dechrome::plan::Plan;
use dechrome::render::render;
use dechrome::report::html::Page;
use dechrome::report::{Joins, Layout, Screen, inline, json, removed, side_by_side, unified};
use dechrome::text::{Encoding, Lines, Text};
use rustix::time::{ClockId, clock_gettime};

use super::choices::Choices;
use super::streams::through;

/// Bytes that a text is pumped up to, and to how many times as many then.
const SMALL: usize = 4096;
const TIMES: usize = 8;
/// As much more text may take this many times as long: a square would take 64 times.
const GROWTH: f64 = 3.0 * TIMES as f64;
/// By byte no text may take longer than this many times what planning takes for ordinary text.
const FACTOR: f64 = 100.0;
const ORDINARY: &str = "The crew of the morning ferry turned their boat around on Tuesday, after a passenger had seen the tail\n\
    of a whale among the ropes of a mussel farm. It took them four hours to cut the animal loose, while\n\
    the passengers handed out tea.\n\nNobody on board complained, and the mate said that he had never seen one so close to the shore.\n\n";

/// What is done with a text and takes time: its plan is made beforehand, but for the first.
const STAGES: [fn(&Cleaner, &str, &Lines<'_>, &Plan); 8] = [
    |cleaner, _, lines, _| drop(black_box(cleaner.plan(lines))),
    |cleaner, _, lines, plan| {
        let evidence = || (cleaner.evidence(lines), cleaner.join_evidence(lines, &plan.joins));
        let mut page = Page::begin(&mut Vec::new()).unwrap();
        page.document("x", lines, plan, evidence, &mut Vec::new()).unwrap();
    },
    |_, _, lines, plan| _ = unified::write("x", lines, plan, LAYOUT, &mut Vec::new()).unwrap(),
    |_, _, lines, plan| _ = inline::write("x", lines, plan, LAYOUT, &mut Vec::new()).unwrap(),
    |_, _, lines, plan| _ = side_by_side::write("x", lines, plan, 80, LAYOUT, &mut Vec::new()).unwrap(),
    |_, _, lines, plan| {
        black_box(render(lines, plan));
        removed::write("x", lines, plan, &mut Vec::new()).unwrap();
        json::write("x", lines, plan, &mut Vec::new()).unwrap();
    },
    |_, text, _, _| drop(Text::decode(text.as_bytes().to_vec(), Encoding::from_name("auto").unwrap())),
    |_, text, _, _| {
        through(text.as_bytes(), Format::Jsonl);
        through(text.as_bytes(), Format::Wet);
    },
];
const LAYOUT: Layout = Layout { context: 3, screen: Screen::PLAIN, joins: Joins::Whole };

/// Eight times the text takes about eight times as long, and by byte no text costs more than a fixed factor over others.
///
/// An input says what is done, with which options, and where the part of it begins and ends that is repeated.
pub fn slow(data: &[u8]) {
    let mut choices = Choices::new(data);
    let (stage, numbered) = (STAGES[choices.below(STAGES.len())], choices.below(2) > 0);
    let cleaner = choices.cleaner();
    let (head, tail) = (choices.below(256), choices.below(256));
    let text = choices.text();
    let pumped = [1, TIMES].map(|times| pump(&text, head, tail, numbered, SMALL * times));
    let cost = |text: &str, runs| cost(&cleaner, stage, text, runs);
    let by_byte = *UNIT.get_or_init(|| {
        let text = ORDINARY.repeat(SMALL * TIMES / ORDINARY.len());
        self::cost(&Cleaner::default(), STAGES[0], &text, 9) / text.len() as f64
    });
    let mut measured = (0.0, 0.0);
    // What looks wrong once may have been disturbed.
    for runs in [1, 3, 9] {
        let [small, large] = pumped.each_ref().map(|text| cost(text, runs));
        // A little may take next to no time for another reason, as a text that is kept whole has no diff.
        let small = small.max(by_byte * pumped[0].len() as f64);
        measured = (large / small, large / pumped[1].len() as f64 / by_byte);
        if measured.0 < GROWTH && measured.1 < FACTOR {
            return climb(measured);
        }
    }
    panic!(
        "{TIMES} times the text takes {:.1} times as long, by byte {:.1} of ordinary text",
        measured.0, measured.1
    );
}

static UNIT: OnceLock<f64> = OnceLock::new();

/// The text with what is between two places of it repeated, each time with a number if that is wanted.
fn pump(text: &str, head: usize, tail: usize, numbered: bool, length: usize) -> String {
    let place = |share: usize| (0..=text.len() * share / 256).rfind(|&at| text.is_char_boundary(at)).unwrap();
    let (head, tail) = (place(head.min(tail)), place(head.max(tail)));
    let tail = if head == tail { text.len() } else { tail };
    let mut pumped = text[..head].to_owned();
    let mut number = 0;
    while pumped.len() + text.len() - tail < length {
        pumped.push_str(&text[head..tail]);
        if numbered || head == tail {
            number += 1;
            pumped.push_str(&number.to_string());
        }
    }
    pumped + &text[tail..]
}

/// Time of this thread in seconds, the least of some runs.
fn cost(cleaner: &Cleaner, stage: fn(&Cleaner, &str, &Lines<'_>, &Plan), text: &str, runs: usize) -> f64 {
    let lines = Lines::new(text);
    let plan = cleaner.plan(&lines);
    let now = || Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap();
    let once = |_| {
        let start = now();
        stage(cleaner, text, &lines, &plan);
        now() - start
    };
    (0..runs).map(once).min().unwrap_or_default().as_secs_f64()
}

/// Leads a fuzzer to what costs more: it keeps inputs by how often they go round a loop.
fn climb((growth, factor): (f64, f64)) {
    for rounds in [growth, factor] {
        (0..rounds as usize).for_each(|round| _ = black_box(round));
    }
}
