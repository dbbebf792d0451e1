//! What holds for single documents.

use dechrome::pipeline::{Drop, Merge};
use dechrome::plan::{Join, Plan};
use dechrome::render::render;
use dechrome::report::{Difference, Joins, Layout, Screen, removed, unified};
use dechrome::text::{Encoding, Lines, Text};
use dechrome::{Cleaner, Options};

use super::choices::Choices;
use super::patch::{apply, reversed};

/// Nothing is lost, line ends change no verdict, and what is asked to do nothing does nothing.
pub fn clean(data: &[u8]) {
    let mut choices = Choices::new(data);
    let cleaner = choices.cleaner();
    let text = &*choices.text();
    let lines = Lines::new(text);
    let plan = cleaner.plan(&lines);
    is_sound(&lines, &plan);
    loses_nothing(&lines, &plan);
    let Options { drop, merge, .. } = cleaner.options();
    if (*drop, *merge) == (Drop::Nothing, Merge::Nothing) {
        assert_eq!(render(&lines, &plan), text);
    }
    minds_no_line_ends(&cleaner, text);
    assert_eq!(cleaner.evidence(&lines).count(), lines.len());
    assert_eq!(cleaner.join_evidence(&lines, &plan.joins).len(), plan.joins.len());
}

fn is_sound(lines: &Lines<'_>, plan: &Plan) {
    assert_eq!(plan.verdicts.len(), lines.len());
    assert!(plan.verdicts.iter().all(|verdict| (0.0..=1.0).contains(&verdict.score)));
    assert!(plan.joins.is_sorted_by(|a, b| a.span.end <= b.span.start && a.lower <= b.upper));
    let content = |line: usize| plan.verdicts[line].is_content();
    let sound = |join: &Join| {
        join.upper < join.lower
            && content(join.upper)
            && content(join.lower)
            && lines.text().get(join.span.clone()).is_some()
    };
    assert!(plan.joins.iter().all(sound), "{:?}", plan.joins);
}

/// The output and the record of what was removed hold every character of the input but white space.
fn loses_nothing(lines: &Lines<'_>, plan: &Plan) {
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<char>>();
    let mut rows = Vec::new();
    removed::write("x", lines, plan, &mut rows).unwrap();
    let mut letters = solid(&render(lines, plan));
    for row in String::from_utf8(rows).unwrap().lines() {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        letters.extend(solid(row["text"].as_str().unwrap()));
    }
    let mut wanted = solid(lines.text());
    letters.sort_unstable();
    wanted.sort_unstable();
    assert!(letters == wanted, "{} characters of {}", letters.len(), wanted.len());
}

fn minds_no_line_ends(cleaner: &Cleaner, text: &str) {
    let lf = text.replace('\r', "");
    let crlf = lf.replace('\n', "\r\n");
    let [one, other] = [&lf, &crlf].map(|text| cleaner.plan(&Lines::new(text)));
    assert_eq!(one.verdicts, other.verdicts);
    let breaks = |plan: &Plan| -> Vec<_> {
        plan.joins.iter().map(|join| (join.upper, join.lower, join.separator, join.score)).collect()
    };
    assert_eq!(breaks(&one), breaks(&other));
}

/// What decodes comes back in its own bytes, and so does what is left of it; what does not is named where it stands.
pub fn decode(data: &[u8]) {
    const NAMES: [&str; 12] = [
        "auto",
        "utf-8",
        "utf-16le",
        "utf-16be",
        "windows-1252",
        "shift_jis",
        "gb18030",
        "big5",
        "euc-kr",
        "iso-2022-jp",
        "koi8-r",
        "x-user-defined",
    ];
    let mut choices = Choices::new(data);
    let name = choices.below(NAMES.len() + 1);
    let encoding = NAMES.get(name).map_or(Encoding::Unicode, |name| Encoding::from_name(name).unwrap());
    let bytes = choices.rest();
    match Text::decode(bytes.to_vec(), encoding) {
        Ok(read) => {
            assert_eq!(read.encode(&read.text).unwrap(), bytes);
            let lines = Lines::new(&read.text);
            let odd: String =
                (0..lines.len()).step_by(2).map(|line| &read.text[lines.span(line).whole()]).collect();
            match read.encode(&odd) {
                Ok(written) if read.utf8_offset().is_some() => assert!(written.ends_with(odd.as_bytes())),
                Ok(_) => {}
                // Some bytes of older encodings stand for characters that these cannot write.
                Err(error) => assert!(name < NAMES.len(), "{error}"),
            }
        }
        Err(error) => {
            let message = error.to_string();
            let at = message.split_once("at offset ").unwrap().1.split_once(' ').unwrap().0;
            assert!(at.parse::<usize>().unwrap() < bytes.len(), "{message}");
        }
    }
}

/// Our diff applied to the input gives the output, and taken back from the output gives the input.
pub fn diff_patch(data: &[u8]) {
    let mut choices = Choices::new(data);
    let cleaner = choices.cleaner();
    let context = choices.below(5);
    let text = &*choices.text();
    let lines = Lines::new(text);
    let plan = cleaner.plan(&lines);
    let cleaned = render(&lines, &plan);
    let layout = Layout { context, screen: Screen::PLAIN, joins: Joins::Whole };
    let mut diff = Vec::new();
    let difference = unified::write("a name", &lines, &plan, layout, &mut diff).unwrap();
    assert_eq!(difference == Difference::None, cleaned == text);
    let diff = String::from_utf8(diff).unwrap();
    assert_eq!(apply(&diff, text), cleaned, "{diff}");
    assert_eq!(apply(&reversed(&diff), &cleaned), text, "{diff}");
}
