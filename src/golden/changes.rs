//! What changed between two texts, counted in the words of a plan.

use std::fmt;
use std::time::Instant;

use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};

/// How far ahead a line is looked for when counting what became of it.
const REACH: usize = 256;

/// What changed, counted in lines and breaks; each line with text counts at most once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    /// Lines that are gone.
    pub dropped: usize,
    /// Lines that have come.
    pub kept: usize,
    /// Breaks between lines that are gone.
    pub mended: usize,
    /// Breaks between lines that have come.
    pub unmended: usize,
    /// Lines with other spaces, hyphens or terminators.
    pub altered: usize,
    /// Places where nothing but the number of blank lines changed.
    pub blank: usize,
}

impl Changes {
    /// Counts what became of the lines of `old` in `new`.
    ///
    /// Blank lines do not take part: as equal lines they would part a paragraph from the lines it was mended of.
    pub(super) fn between(old: &[&str], new: &[&str], deadline: Instant) -> Changes {
        let (old, new) = (with_text(old), with_text(new));
        let mut changes = Changes::default();
        for op in capture_diff_slices_deadline(Algorithm::Patience, &old, &new, Some(deadline)) {
            if op.tag() != DiffTag::Equal {
                changes.add_replaced(&old[op.old_range()], &new[op.new_range()]);
            }
        }
        changes
    }

    /// Counts what became of some lines that were replaced by others.
    fn add_replaced(&mut self, old: &[&str], new: &[&str]) {
        let (old, new) = (bare(old), bare(new));
        let (mut i, mut j) = (0, 0);
        while i < old.len() && j < new.len() {
            let ahead = REACH.min(new.len() - j);
            let found = (0..ahead).find_map(|skip| Some((skip, same_text(&old[i..], &new[j + skip..])?)));
            match found {
                Some((skip, (from, to))) => {
                    self.kept += skip;
                    self.mended += from.saturating_sub(to);
                    self.unmended += to.saturating_sub(from);
                    self.altered += if from == to { from } else { 0 };
                    i += from;
                    j += skip + to;
                }
                None => {
                    self.dropped += 1;
                    i += 1;
                }
            }
        }
        self.dropped += old.len() - i;
        self.kept += new.len() - j;
    }

    /// All of them.
    pub fn total(&self) -> usize {
        self.dropped + self.kept + self.mended + self.unmended + self.altered + self.blank
    }
}

/// As in `2 newly dropped, 1 break mended`.
impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            (self.dropped, "newly dropped", "newly dropped"),
            (self.kept, "newly kept", "newly kept"),
            (self.mended, "break mended", "breaks mended"),
            (self.unmended, "break no longer mended", "breaks no longer mended"),
            (self.altered, "altered", "altered"),
            (self.blank, "change of blank lines", "changes of blank lines"),
        ];
        let mut first = true;
        for (count, one, many) in parts.into_iter().filter(|&(count, ..)| count > 0) {
            let comma = if first { "" } else { ", " };
            write!(f, "{comma}{count} {}", if count == 1 { one } else { many })?;
            first = false;
        }
        Ok(())
    }
}

fn with_text<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    lines.iter().copied().filter(|line| !line.trim().is_empty()).collect()
}

/// The lines without what mending a break may take away.
fn bare(lines: &[&str]) -> Vec<String> {
    let stays = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '\u{ad}' | '\u{2010}' | '>');
    lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.chars().filter(stays).collect())
        .collect()
}

/// How many lines at the start of each side hold the same text, at the first place where both have a break.
fn same_text(old: &[String], new: &[String]) -> Option<(usize, usize)> {
    let (mut from, mut to) = (1, 1);
    let (mut left, mut right) = (old.first()?.as_str(), new.first()?.as_str());
    loop {
        if let Some(rest) = right.strip_prefix(left) {
            if rest.is_empty() {
                return Some((from, to));
            }
            right = rest;
            left = old.get(from)?;
            from += 1;
        } else {
            left = left.strip_prefix(right)?;
            right = new.get(to)?;
            to += 1;
        }
    }
}
