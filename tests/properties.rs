//! The promises that hold for every document: nothing lost, identity where nothing is to do, the same verdicts for
//! CRLF and LF, and diffs that the real `patch` applies and takes back.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it does not expect")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use dechrome::pipeline::{Drop, Merge};
use dechrome::plan::{Basis, Join, Kind, Label, Plan, Separator, Verdict};
use dechrome::render::render;
use dechrome::report::{Difference, Joins, Layout, Screen, removed, unified};
use dechrome::text::{Encoding, Lines, Text};
use dechrome::{Cleaner, Options};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestRunner};

/// Lines as pages have them, and some that no page should have.
fn line() -> impl Strategy<Value = String> {
    let words = "the of and Ferry harbour ropes boats re- co-operate Haupt- said, end. \"No,\" 3.50 | © » … \u{a0} é 中文 の ไทย \u{5d0}\u{5d1} 😀 \
                 e\u{301} 👩\u{200d}👩\u{200d}👧 नमस्ते م\u{64e}ر re\u{ad}port 한국어 ᄒ\u{1161}\u{11ab} \u{202e}txt\u{202c} ﬁn";
    let words: Vec<&str> = words.split(' ').collect();
    let sentence = vec(select(words), 1..14).prop_map(|words| words.join(" "));
    let chrome = "Home|Share on Facebook|Related articles|Read more|12 March 2024|By Ann Hill|© 2024 Holm Gazette|Next »|Comments (3)";
    let chrome: Vec<String> = chrome.split('|').map(str::to_owned).collect();
    let marked = (select(vec!["- ", "1. ", "> ", ">> ", "    ", "\t", "* "]), sentence.clone());
    let strange = select(vec![
        "\0",
        "\r",
        "\u{feff}",
        "\u{b}\u{c}",
        "one\u{c}two",
        "one\u{85}two",
        "one\u{2028}two\u{2029}",
        "\u{301}",
        "\u{200b}\u{ad}",
        "\u{1b}[2J",
        "-",
        "\\ No newline at end of file",
        "--- a",
        "+++ b",
        "@@ -1 +1 @@",
    ]);
    prop_oneof![
        3 => Just(String::new()),
        1 => Just(" \t".to_owned()),
        8 => sentence,
        3 => select(chrome),
        2 => marked.prop_map(|(mark, sentence)| format!("{mark}{sentence}")),
        1 => strange.prop_map(str::to_owned),
        1 => "\\PC{0,20}",
    ]
}

/// A document with LF, CRLF or both, and with or without a last terminator.
fn document() -> impl Strategy<Value = String> {
    let terminators = select(vec![vec!["\n"], vec!["\r\n"], vec!["\n", "\r\n"]]);
    (vec((line(), any::<Index>()), 0..24), terminators, any::<bool>()).prop_map(|(lines, ends, closed)| {
        let mut text = String::new();
        for (line, end) in &lines {
            text.push_str(line);
            text.push_str(end.get::<&str>(&ends));
        }
        if closed { text } else { text.trim_end_matches(['\r', '\n']).to_owned() }
    })
}

/// What is decided about one line of a document, before it is known which breaks can be mended at all.
#[derive(Debug, Clone)]
struct Choice {
    label: Label,
    mend: bool,
    separator: Separator,
    hyphen: bool,
}

fn choice() -> impl Strategy<Value = Choice> {
    let label = prop_oneof![2 => Just(Label::Content), 1 => select(Kind::ALL).prop_map(Label::Chrome)];
    let separator = select(vec![Separator::Space, Separator::Nothing]);
    (label, any::<bool>(), separator, any::<bool>()).prop_map(|(label, mend, separator, hyphen)| Choice {
        label,
        mend,
        separator,
        hyphen,
    })
}

/// A document and some plan for it: any that keeps the form a plan must have.
fn planned() -> impl Strategy<Value = (String, Plan)> {
    (document(), vec(choice(), 24)).prop_map(|(text, choices)| {
        let plan = plan(&Lines::new(&text), &choices);
        (text, plan)
    })
}

fn plan(lines: &Lines<'_>, choices: &[Choice]) -> Plan {
    let verdict = |choice: &Choice| Verdict { label: choice.label, score: 0.5, basis: Basis::Score };
    let verdicts: Vec<Verdict> = (0..lines.len()).map(|index| verdict(&choices[index % 24])).collect();
    let mut joins = Vec::new();
    let solid: Vec<usize> = (0..lines.len()).filter(|&index| !lines.is_blank(index)).collect();
    for (&upper, &lower) in solid.iter().zip(solid.iter().skip(1)) {
        let choice = &choices[upper % 24];
        if choice.mend && verdicts[upper].is_content() && verdicts[lower].is_content() {
            joins.push(join(lines, upper, lower, choice));
        }
    }
    Plan { verdicts, joins, threshold: 0.5, guard: None }
}

fn join(lines: &Lines<'_>, upper: usize, lower: usize, choice: &Choice) -> Join {
    let end = lines.span(upper).start + lines.line(upper).trim_end().len();
    let hyphen =
        choice.hyphen && lines.line(upper).trim().len() > 1 && lines.line(upper).trim_end().ends_with('-');
    let indent = lines.line(lower).len() - lines.line(lower).trim_start().len();
    let span = end - usize::from(hyphen)..lines.span(lower).start + indent;
    Join { upper, lower, span, separator: choice.separator, score: 0.75 }
}

/// What must be left of `text`, by the definition of a plan: everything but what it takes, in order.
fn remaining(lines: &Lines<'_>, plan: &Plan) -> String {
    let mut taken: Vec<(usize, usize, &str)> =
        plan.joins.iter().map(|join| (join.span.start, join.span.end, join.separator.as_str())).collect();
    let dropped = plan.verdicts.iter().enumerate().filter(|(_, verdict)| !verdict.is_content());
    taken.extend(dropped.map(|(index, _)| (lines.span(index).start, lines.span(index).next, "")));
    let mut left = String::new();
    for (at, c) in lines.text().char_indices() {
        for (_, _, separator) in taken.iter().filter(|(start, ..)| *start == at) {
            left.push_str(separator);
        }
        if !taken.iter().any(|(start, end, _)| (start..end).contains(&&at)) {
            left.push(c);
        }
    }
    left
}

fn solid(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| !c.is_whitespace())
}

fn sorted(mut letters: Vec<char>) -> Vec<char> {
    letters.sort_unstable();
    letters
}

fn is_lossless(text: &str, plan: &Plan) {
    let lines = Lines::new(text);
    let cleaned = render(&lines, plan);
    assert_eq!(cleaned, remaining(&lines, plan));
    let mut rows = Vec::new();
    removed::write("x", &lines, plan, &mut rows).unwrap();
    let mut letters: Vec<char> = solid(&cleaned).collect();
    for row in String::from_utf8(rows).unwrap().lines() {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        letters.extend(solid(row["text"].as_str().unwrap()));
    }
    assert_eq!(sorted(letters), sorted(solid(text).collect()));
}

proptest! {
    #[test]
    fn any_plan_loses_nothing((text, plan) in planned()) {
        is_lossless(&text, &plan);
    }

    #[test]
    fn our_own_plans_lose_nothing(text in document()) {
        let plan = Cleaner::default().plan(&Lines::new(&text));
        prop_assert!(plan.joins.is_sorted_by(|a, b| a.span.end <= b.span.start && a.lower <= b.upper));
        let content = |line: usize| plan.verdicts[line].is_content();
        let sound = |join: &Join| join.upper < join.lower && content(join.upper) && content(join.lower);
        prop_assert!(plan.joins.iter().all(sound));
        is_lossless(&text, &plan);
    }

    #[test]
    fn asked_to_do_nothing_it_does_nothing(text in document(), mark in select(vec!["", "\u{feff}"])) {
        let cleaner = Cleaner::new(Options { drop: Drop::Nothing, merge: Merge::Nothing, ..Options::default() });
        let marked = format!("{mark}{text}");
        let wide: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [marked.into_bytes(), wide] {
            let read = Text::decode(bytes.clone(), Encoding::Unicode).unwrap();
            let cleaned = cleaner.clean(&read.text);
            prop_assert_eq!(read.encode(&cleaned).unwrap(), bytes);
        }
    }

    /// Mended once, nothing is left to mend: for whole documents this is only measured, as dropped lines were evidence.
    #[test]
    fn mending_twice_is_mending_once(text in document()) {
        let cleaner = Cleaner::new(Options { drop: Drop::Nothing, ..Options::default() });
        let once = cleaner.clean(&text);
        prop_assert_eq!(cleaner.clean(&once), once);
    }

    /// Half a pair in UTF-16 is no text: it is named, not replaced.
    #[test]
    fn lone_surrogates_are_refused(text in document(), at in any::<Index>(), half in 0xd800_u16..0xe000) {
        let mut units: Vec<u16> = text.encode_utf16().filter(|unit| !(0xd800..0xe000).contains(unit)).collect();
        units.insert(at.index(units.len() + 1), half);
        let bytes: Vec<u8> = [0xfeff].iter().chain(&units).flat_map(|unit| unit.to_le_bytes()).collect();
        let message = Text::decode(bytes, Encoding::Unicode).unwrap_err().to_string();
        prop_assert!(message.contains("at offset ") && message.ends_with(" is not UTF-16LE"), "{}", message);
    }

    /// No byte at all may be changed, whether it is text or not.
    #[test]
    fn bytes_that_are_text_come_back_with_any_mark(
        bytes in vec(select(vec![0u8, 9, 10, 11, 12, 13, 32, 45, 97, 0xc2, 0x85, 0xe2, 0x80, 0xa8, 0xef, 0xbb, 0xbf]), 0..64),
        mark in select(vec![&b""[..], b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]),
    ) {
        let cleaner = Cleaner::new(Options { drop: Drop::Nothing, merge: Merge::Nothing, ..Options::default() });
        let bytes = [mark, &bytes].concat();
        if let Ok(read) = Text::decode(bytes.clone(), Encoding::Unicode) {
            let cleaned = cleaner.clean(&read.text);
            prop_assert_eq!(read.encode(&cleaned).unwrap(), bytes);
        }
    }

    #[test]
    fn any_bytes_that_decode_come_back(bytes in vec(any::<u8>(), 0..64), name in select(vec![
        "utf-8", "utf-16le", "windows-1252", "shift_jis", "gb18030", "big5", "euc-kr", "iso-2022-jp", "koi8-r",
    ])) {
        let encoding = Encoding::from_name(name).unwrap();
        if let Ok(read) = Text::decode(bytes.clone(), encoding) {
            prop_assert_eq!(read.encode(&read.text).unwrap(), bytes);
        }
    }

    #[test]
    fn verdicts_are_the_same_for_crlf_and_lf(text in document()) {
        let lf = text.replace('\r', "");
        let crlf = lf.replace('\n', "\r\n");
        let [one, other] = [&lf, &crlf].map(|text| Cleaner::default().plan(&Lines::new(text)));
        prop_assert_eq!(one.verdicts, other.verdicts);
        let breaks = |joins: &[Join]| -> Vec<_> {
            joins.iter().map(|join| (join.upper, join.lower, join.separator, join.score)).collect()
        };
        prop_assert_eq!(breaks(&one.joins), breaks(&other.joins));
    }
}

/// Runs `patch` on `input`, giving what it makes of it.
fn patch(folder: &Path, diff: &[u8], input: &str, flags: &[&str]) -> String {
    fs::write(folder.join("diff"), diff).unwrap();
    fs::write(folder.join("input"), input).unwrap();
    let mut command = Command::new("patch");
    command.args(["--silent", "--force", "--output", "output"]).args(flags).args(["input", "diff"]);
    let run = command.current_dir(folder).stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(run.status.success(), "patch {flags:?}: {said}\n{}", String::from_utf8_lossy(diff));
    fs::read_to_string(folder.join("output")).unwrap()
}

#[test]
fn the_real_patch_applies_our_diffs_and_takes_them_back() {
    if Command::new("patch").arg("--version").stdout(Stdio::null()).status().is_err() {
        return println!("skipped: there is no `patch` on this system");
    }
    let folder = tempfile::tempdir().unwrap();
    let strategy = (planned(), select(vec![0_usize, 1, 3]));
    let config = Config { cases: 100, failure_persistence: None, ..Config::default() };
    let run = TestRunner::new(config).run(&strategy, |((text, plan), context)| {
        let lines = Lines::new(&text);
        let cleaned = render(&lines, &plan);
        let mut diff = Vec::new();
        let layout = Layout { context, screen: Screen::PLAIN, joins: Joins::Whole };
        let difference = unified::write("input", &lines, &plan, layout, &mut diff).unwrap();
        if difference == Difference::None {
            assert_eq!((&*cleaned, diff.len()), (&*text, 0));
        } else {
            assert_eq!(patch(folder.path(), &diff, &text, &[]), cleaned);
            assert_eq!(patch(folder.path(), &diff, &cleaned, &["--reverse"]), text);
        }
        Ok(())
    });
    run.unwrap();
}
