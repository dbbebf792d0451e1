//! What would go, as JUnit XML: a suite with one test case for each document, which fails if cleaning changes it.
//!
//! ```
//! use dechrome::report::{Source, junit};
//! use dechrome::{Cleaner, text::Lines};
//!
//! let text = "Skip to content
//!
//! The goats were driven up to the high meadow a month before their time.
//! ";
//! let (lines, mut out) = (Lines::new(text), Vec::new());
//! let source = Source { name: "goats.txt", file: Some("goats.txt"), row: None, offset: Some(0) };
//! junit::begin(&mut out)?;
//! junit::write(source, &lines, &Cleaner::default().plan(&lines), &mut out)?;
//! junit::end(&mut out)?;
//! let xml = String::from_utf8_lossy(&out);
//! assert!(xml.contains("tests=\"1\" failures=\"1\""));
//! assert!(xml.contains("message=\"1 of 2 lines dropped (nav 1)\""));
//! # Ok::<(), std::io::Error>(())
//! ```

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::findings::{Source, findings};
use super::layout::Difference;
use super::screen::escape;
use super::summary::Summary;
use crate::plan::Plan;
use crate::text::Lines;

/// Writes what stands before the first document.
///
/// ```
/// # use dechrome::report::junit;
/// let mut out = Vec::new();
/// junit::begin(&mut out)?;
/// junit::end(&mut out)?; // a file without suites is valid
/// assert!(out.starts_with(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites"));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If a write fails.
pub fn begin(out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dechrome\">\n")
}

/// Writes what stands behind the last document.
///
/// ```
/// # use dechrome::report::junit;
/// let mut out = Vec::new();
/// junit::end(&mut out)?;
/// assert_eq!(out, b"</testsuites>\n");
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If a write fails.
pub fn end(out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"</testsuites>\n")
}

/// Writes the suite of a document. Characters that XML cannot hold, and all others that drive terminals, are spelt out.
///
/// ```
/// # use dechrome::{Cleaner, report::{Difference, Source, junit}, text::Lines};
/// let (lines, mut out) = (Lines::new("Nobody fell in.\n"), Vec::new());
/// let source = Source { name: "pond\u{1b}.txt", file: None, row: None, offset: None };
/// let written = junit::write(source, &lines, &Cleaner::default().plan(&lines), &mut out)?;
/// assert_eq!(written, Difference::None); // the test passes
/// assert!(String::from_utf8_lossy(&out).contains(r#"<testsuite name="pond\u{1b}.txt" tests="1" failures="0""#));
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
    let difference = Difference::of(plan);
    let failures = if difference == Difference::Some { "1" } else { "0" };
    let name = readable(source.name);
    let mut writer = Writer::new_with_indent(&mut *out, b' ', 2);
    let suite = writer.create_element("testsuite").with_attribute(("name", &*name));
    let suite = suite.with_attributes([("tests", "1"), ("failures", failures), ("errors", "0")]);
    suite.write_inner_content(|writer| {
        let case = writer.create_element("testcase");
        let file = readable(source.file.unwrap_or(source.name));
        let case = case.with_attributes([("name", &*name), ("classname", "dechrome.diff"), ("file", &file)]);
        match difference {
            Difference::None => case.write_empty()?,
            Difference::Some => case.write_inner_content(|writer| {
                let failure = writer.create_element("failure").with_attributes([
                    ("type", "differences"),
                    ("message", &*Summary::of(lines, plan).to_string()),
                ]);
                failure.write_text_content(BytesText::new(&readable(&listing(lines, plan)))).map(drop)
            })?,
        };
        Ok(())
    })?;
    out.write_all(b"\n")?;
    Ok(difference)
}

/// The findings with their lines, as in `line 3: 1 line would be dropped as nav, scored 0.25` and below it `  Home`.
fn listing(lines: &Lines<'_>, plan: &Plan) -> String {
    let mut listing = String::new();
    for finding in findings(lines, plan) {
        listing.push_str(&format!("\nline {}: {}", finding.first + 1, finding.message()));
        for line in finding.lines.clone().filter(|&line| !lines.is_blank(line)) {
            listing.push_str("\n  ");
            listing.push_str(&escape(lines.line(line)));
        }
    }
    listing.push('\n');
    listing
}

/// Text as XML may hold it, line by line.
fn readable(text: &str) -> String {
    let lines = text.split('\n').map(|line| escape(line).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}"));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Basis, Kind, Label, Verdict};

    #[test]
    fn hostile_text_stays_well_formed() {
        let text = "a ]]> <b> & \"c\" 'd'\n\u{1b}\0\u{202e}\u{85}\r\u{fffe}\u{ffff} <!-- -->\n";
        let lines = Lines::new(text);
        let verdict = Verdict { label: Label::Chrome(Kind::Nav), score: 0.25, basis: Basis::Score };
        let plan = |verdict| Plan { verdicts: vec![verdict; 2], joins: vec![], threshold: 0.5, guard: None };
        let mut out = Vec::new();
        begin(&mut out).unwrap();
        let source = Source { name: "\"<&>'\u{7}\n", file: None, row: None, offset: None };
        assert_eq!(write(source, &lines, &plan(verdict), &mut out).unwrap(), Difference::Some);
        let content = Verdict { label: Label::Content, ..verdict };
        assert_eq!(write(source, &lines, &plan(content), &mut out).unwrap(), Difference::None);
        end(&mut out).unwrap();
        let xml = String::from_utf8(out).unwrap();
        let document = roxmltree::Document::parse(&xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
        let failures: Vec<_> = document.descendants().filter(|node| node.has_tag_name("failure")).collect();
        let cases = document.descendants().filter(|node| node.has_tag_name("testcase"));
        assert_eq!((cases.count(), failures.len()), (2, 1));
        assert_eq!(failures[0].attribute("message"), Some("2 of 2 lines dropped (nav 2)"));
        let shown = "\nline 1: 2 lines would be dropped as nav, scored 0.25\n  a ]]> <b> & \"c\" 'd'\n  \
                     \\u{1b}\\u{0}\\u{202e}\\u{85}\\u{d}\u{fffd}\u{fffd} <!-- -->\n";
        assert_eq!(failures[0].text(), Some(shown));
    }
}
