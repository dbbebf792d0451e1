//! What each stage on the way to a plan made of a document.

use std::io::{self, Write};

use super::Explained;
use crate::plan::Evidence;
use crate::report::Screen;

/// A stage whose outcome can be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The lines of the text with their bytes.
    Lines,
    /// The named features of each line.
    Features,
    /// The score of each line.
    Scores,
    /// What becomes of each line, and what decided.
    Labels,
    /// The breaks that are mended.
    Joins,
}

/// Writes the outcome of one stage: a row for each line, each feature of each line or each mended break, in columns that
/// white space divides; the text of a line is the last column.
///
/// # Errors
/// If a write fails.
pub fn write(
    explained: &Explained<'_>,
    stage: Stage,
    evidence: impl Iterator<Item = Vec<Evidence>>,
    join_evidence: impl Iterator<Item = Vec<Evidence>>,
    screen: Screen,
    out: &mut impl Write,
) -> io::Result<()> {
    match stage {
        Stage::Lines => lines(explained, screen, out),
        Stage::Features => features(evidence, out),
        Stage::Scores => scores(explained, evidence, screen, out),
        Stage::Labels => labels(explained, screen, out),
        Stage::Joins => joins(explained, join_evidence, screen, out),
    }
}

/// Number, first byte and the one behind the last, text.
fn lines(explained: &Explained<'_>, screen: Screen, out: &mut impl Write) -> io::Result<()> {
    for (index, text) in explained.lines.iter().enumerate() {
        let span = explained.lines.span(index);
        let row = format!("{:>4} {:>7} {:>7} {}", index + 1, span.start, span.end, screen.show(text));
        writeln!(out, "{}", row.trim_end())?;
    }
    Ok(())
}

/// Number of the line, feature, value, deviations from what is usual, contribution.
fn features(evidence: impl Iterator<Item = Vec<Evidence>>, out: &mut impl Write) -> io::Result<()> {
    for (index, of_line) in evidence.enumerate() {
        for Evidence { feature, value, deviation, contribution } in of_line {
            writeln!(
                out,
                "{:>4} {feature:<30} {value:>8.4} {deviation:>+7.2} {contribution:>+7.2}",
                index + 1
            )?;
        }
    }
    Ok(())
}

/// Number, score in log-odds, score from 0 to 1, text; lines that were not scored have none.
fn scores(
    explained: &Explained<'_>,
    evidence: impl Iterator<Item = Vec<Evidence>>,
    screen: Screen,
    out: &mut impl Write,
) -> io::Result<()> {
    for (index, of_line) in evidence.enumerate().filter(|(_, of_line)| !of_line.is_empty()) {
        let log_odds: f32 = of_line.iter().map(|found| found.contribution).sum();
        let score = explained.plan.verdicts[index].score;
        let text = screen.show(explained.lines.line(index));
        writeln!(out, "{:>4} {log_odds:>+7.2} {score:.4} {text}", index + 1)?;
    }
    Ok(())
}

fn labels(explained: &Explained<'_>, screen: Screen, out: &mut impl Write) -> io::Result<()> {
    (0..explained.lines.len())
        .try_for_each(|index| writeln!(out, "{}", super::row(explained, index, 4, screen)))
}

fn joins(
    explained: &Explained<'_>,
    evidence: impl Iterator<Item = Vec<Evidence>>,
    screen: Screen,
    out: &mut impl Write,
) -> io::Result<()> {
    for (join, of_join) in explained.plan.joins.iter().zip(evidence) {
        let mending = super::mending(explained.lines, join);
        writeln!(out, "{:>4} join {:.2} {mending}", join.upper + 1, join.score)?;
        super::write_evidence(&of_join, 4, screen, out)?;
    }
    Ok(())
}
