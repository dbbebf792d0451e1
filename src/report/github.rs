//! What would go, as workflow commands: GitHub shows them beside the lines of the file.
//!
//! ```
//! use dechrome::report::{Source, github};
//! use dechrome::{Cleaner, text::Lines};
//!
//! let text = "The bell weighs nine tons, and took three days to hang.
//!
//! Related articles
//! The pier is painted
//! A seal in the marina
//! ";
//! let lines = Lines::new(text);
//! let source = Source { name: "bell.txt", file: Some("bell.txt"), row: None, offset: Some(0) };
//! let mut out = Vec::new();
//! github::write(source, &lines, &Cleaner::default().plan(&lines), &mut out)?;
//! assert!(out.starts_with(b"::warning file=bell.txt,line=3,endLine=5,title=related::3 lines would be dropped"));
//! # Ok::<(), std::io::Error>(())
//! ```

use std::io::{self, Write};

use super::findings::{Finding, Rule, Source, findings};
use super::layout::Difference;
use super::screen::escape;
use crate::plan::Plan;
use crate::text::Lines;

/// How many lines of a finding are shown with it.
const SHOWN: usize = 5;

/// Writes a warning for each run of lines dropped for one reason, and a notice for each mended line.
///
/// A document that is one line of its file is pointed at as a whole; its own lines are in the message. Control and bidi
/// characters are spelt out.
///
/// ```
/// # use dechrome::{Cleaner, report::{Difference, Source, github}, text::Lines};
/// let lines = Lines::new("The bell weighs nine tons, and took three days to hang.\n");
/// let source = Source { name: "bell.txt", file: Some("bell.txt"), row: None, offset: Some(0) };
/// let mut out = Vec::new();
/// let written = github::write(source, &lines, &Cleaner::default().plan(&lines), &mut out)?;
/// assert_eq!((written, out.len()), (Difference::None, 0));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If a write fails.
pub fn write(
    source: Source<'_>,
    lines: &Lines<'_>,
    plan: &Plan,
    out: &mut impl Write,
) -> io::Result<Difference> {
    for finding in findings(lines, plan) {
        write_finding(source, &finding, lines, out)?;
    }
    Ok(Difference::of(plan))
}

fn write_finding(
    source: Source<'_>,
    finding: &Finding,
    lines: &Lines<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let command = match finding.rule {
        Rule::Dropped(_) => "warning",
        Rule::Mended => "notice",
    };
    write!(out, "::{command} ")?;
    let [first, last] = [finding.first + 1, finding.lines.end];
    let (start, end) = source.row.map_or((first, last), |row| (row, row));
    if let Some(file) = source.file {
        write!(out, "file={},line={start},endLine={end},", property(file))?;
    }
    writeln!(out, "title={}::{}", property(finding.rule.id()), data(&message(source, finding, lines)))
}

/// What is found, in a document that is no file its place, and the first of its lines.
fn message(source: Source<'_>, finding: &Finding, lines: &Lines<'_>) -> String {
    let mut message = String::new();
    if source.file.is_none() || source.row.is_some() {
        message = format!("{}: line {}: ", source.name, finding.first + 1);
    }
    message.push_str(&finding.message());
    let solid: Vec<usize> = finding.lines.clone().filter(|&line| !lines.is_blank(line)).collect();
    for &line in solid.iter().take(SHOWN) {
        message.push('\n');
        message.push_str(&escape(lines.line(line)));
    }
    if solid.len() > SHOWN {
        message.push_str(&format!("\nand {} more", solid.len() - SHOWN));
    }
    message
}

/// Text after the `::` of a command, escaped as GitHub's toolkit does it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a command's property, likewise.
fn property(text: &str) -> String {
    data(&escape(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Basis, Kind, Label, Verdict};

    fn shown(source: Source<'_>, text: &str) -> String {
        let lines = Lines::new(text);
        let verdict = Verdict { label: Label::Chrome(Kind::Nav), score: 0.25, basis: Basis::Score };
        let plan = Plan { verdicts: vec![verdict; lines.len()], joins: vec![], threshold: 0.5, guard: None };
        let mut out = Vec::new();
        assert_eq!(write(source, &lines, &plan, &mut out).unwrap(), Difference::Some);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn hostile_text_stays_inside_its_command() {
        let source = Source { name: "x", file: Some("a,b:c%\n.txt"), row: None, offset: Some(0) };
        assert_eq!(
            shown(source, "100 %\r::error::x\n\n\u{202e}y\u{1b}[2J\r\n"),
            "::warning file=a%2Cb%3Ac%25\\u{a}.txt,line=1,endLine=3,title=nav::2 lines would be dropped as nav, \
             scored 0.25%0A100 %25\\u{d}::error::x%0A\\u{202e}y\\u{1b}[2J\n"
        );
    }

    #[test]
    fn documents_that_are_no_file_are_named() {
        let row = Source { name: "page 7", file: Some("rows.jsonl"), row: Some(3), offset: None };
        let lead = "::warning file=rows.jsonl,line=3,endLine=3,title=nav::page 7: line 1: 7 lines would";
        let message = shown(row, &"Home\n".repeat(7));
        assert!(message.starts_with(lead) && message.ends_with("%0AHome%0Aand 2 more\n"), "{message}");
        let standard = Source { name: "-", file: None, row: None, offset: Some(0) };
        assert!(shown(standard, "Home\n").starts_with("::warning title=nav::-: line 1: 1 line would"));
    }
}
