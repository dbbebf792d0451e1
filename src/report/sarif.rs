//! What would go, as a SARIF 2.1.0 log: one run, a rule for each reason, and fixes that clean the file.
//!
//! ```
//! use dechrome::report::{Source, sarif::Log};
//! use dechrome::{Cleaner, text::Lines};
//!
//! let text = "Skip to content
//!
//! The goats were driven up to the high meadow a month before their time.
//! ";
//! let (lines, mut out) = (Lines::new(text), Vec::new());
//! let source = Source { name: "goats.txt", file: Some("goats.txt"), row: None, offset: Some(0) };
//! let mut log = Log::default();
//! log.begin(&mut out)?;
//! log.write(source, &lines, &Cleaner::default().plan(&lines), &mut out)?;
//! log.end(&mut out)?;
//! let log: serde_json::Value = serde_json::from_slice(&out)?;
//! assert_eq!(log["runs"][0]["results"][0]["ruleId"], "nav");
//! # Ok::<(), std::io::Error>(())
//! ```

use std::io::{self, Write};
use std::ops::Range;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::findings::{Finding, Rule, Source, findings};
use super::layout::Difference;
use super::rounded;
use crate::plan::{Join, Plan};
use crate::text::Lines;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What is not written as it is in the path of a URI.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A log that is being written: documents one after another, so that memory is bounded by one.
///
/// ```
/// # use dechrome::report::sarif::Log;
/// let (log, mut out) = (Log::default(), Vec::new());
/// log.begin(&mut out)?;
/// log.end(&mut out)?; // a log without results
/// let log: serde_json::Value = serde_json::from_slice(&out)?;
/// assert_eq!(log["runs"][0]["results"].as_array().map(Vec::len), Some(0));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Log {
    results: usize,
}

impl Log {
    /// Writes what stands before the first document.
    ///
    /// ```
    /// # use dechrome::report::sarif::Log;
    /// let mut out = Vec::new();
    /// Log::default().begin(&mut out)?;
    /// assert!(String::from_utf8_lossy(&out).contains(r#""version":"2.1.0""#));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a write fails.
    pub fn begin(&self, out: &mut impl Write) -> io::Result<()> {
        let rules: Vec<Value> = Rule::all().map(rule).collect();
        let tool = json!({"driver": {
            "name": "dechrome",
            "version": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        }});
        write!(out, "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{tool},")?;
        out.write_all(b"\"columnKind\":\"unicodeCodePoints\",\"results\":[")
    }

    /// Writes a warning for each run of lines dropped for one reason, and a note for each mended line.
    ///
    /// Where the document's bytes are those of its file, each has its bytes there and a fix.
    ///
    /// ```
    /// # use dechrome::{Cleaner, report::{Source, sarif::Log}, text::Lines};
    /// # let text = "Skip to content
    /// #
    /// # The goats were driven up to the high meadow a month before their time.
    /// # ";
    /// let (lines, mut log, mut out) = (Lines::new(text), Log::default(), Vec::new());
    /// let source = Source { name: "goats.txt", file: Some("goats.txt"), row: None, offset: Some(0) };
    /// log.write(source, &lines, &Cleaner::default().plan(&lines), &mut out)?;
    /// let result: serde_json::Value = serde_json::from_slice(&out)?;
    /// let fix = &result["fixes"][0]["artifactChanges"][0]["replacements"][0]["deletedRegion"];
    /// assert_eq!((&fix["byteOffset"], &fix["byteLength"]), (&0.into(), &17.into()));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a write fails.
    pub fn write(
        &mut self,
        source: Source<'_>,
        lines: &Lines<'_>,
        plan: &Plan,
        out: &mut impl Write,
    ) -> io::Result<Difference> {
        for finding in findings(lines, plan) {
            out.write_all(if self.results == 0 { b"\n" } else { b",\n" })?;
            serde_json::to_writer(&mut *out, &result(source, &finding, lines, plan))?;
            self.results += 1;
        }
        Ok(Difference::of(plan))
    }

    /// Writes what stands behind the last document.
    ///
    /// ```
    /// # use dechrome::report::sarif::Log;
    /// let mut out = Vec::new();
    /// Log::default().end(&mut out)?;
    /// assert_eq!(out, b"\n]}]}\n");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a write fails.
    pub fn end(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(b"\n]}]}\n")
    }
}

fn rule(rule: Rule) -> Value {
    json!({
        "id": rule.id(),
        "shortDescription": {"text": rule.description()},
        "defaultConfiguration": {"level": level(rule)},
    })
}

fn level(rule: Rule) -> &'static str {
    match rule {
        Rule::Dropped(_) => "warning",
        Rule::Mended => "note",
    }
}

fn result(source: Source<'_>, finding: &Finding, lines: &Lines<'_>, plan: &Plan) -> Value {
    let artifact = artifact(source);
    let span = finding.span(lines);
    let [first, last] = [finding.first + 1, finding.lines.end];
    let mut region = match source.row {
        Some(row) => json!({"startLine": row}),
        None => json!({"startLine": first, "endLine": last, "snippet": {"text": lines.text()[span.clone()]}}),
    };
    if let Some(offset) = source.offset {
        region["byteOffset"] = json!(offset + span.start);
        region["byteLength"] = json!(span.len());
    }
    let mut location = json!({"physicalLocation": {"artifactLocation": artifact, "region": region}});
    if source.row.is_some() {
        let name = format!("{}: line {first}", source.name);
        location["logicalLocations"] = json!([{"fullyQualifiedName": name}]);
    }
    let [low, high] = finding.scores.map(rounded);
    let mut result = json!({
        "ruleId": finding.rule.id(),
        "level": level(finding.rule),
        "message": {"text": finding.message()},
        "locations": [location],
        "properties": {"firstLine": first, "lastLine": last, "lowestScore": low, "highestScore": high},
    });
    if let Some(offset) = source.offset {
        let replacements = replacements(finding, finding.whole(lines), plan, offset);
        result["fixes"] =
            json!([{"artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}]}]);
    }
    result
}

fn artifact(source: Source<'_>) -> Value {
    let Some(file) = source.file else { return json!({"description": {"text": "standard input"}}) };
    let scheme = if file.starts_with('/') { "file://" } else { "" };
    json!({"uri": format!("{scheme}{}", utf8_percent_encode(file, ESCAPED))})
}

/// What goes of a file, and what comes in its place.
fn replacements(finding: &Finding, span: Range<usize>, plan: &Plan, offset: usize) -> Vec<Value> {
    let region =
        |span: &Range<usize>| json!({"byteOffset": offset + span.start, "byteLength": span.end - span.start});
    if finding.rule != Rule::Mended {
        return vec![json!({"deletedRegion": region(&span)})];
    }
    let joins = plan.joins.iter().skip(plan.joins.partition_point(|join| join.upper < finding.lines.start));
    let joins = joins.take_while(|join| join.lower < finding.lines.end);
    let replacement = |join: &Join| json!({"deletedRegion": region(&join.span), "insertedContent": {"text": join.separator.as_str()}});
    joins.map(replacement).collect()
}
