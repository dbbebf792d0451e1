//! How far a run has come, for a person at a terminal.

use std::time::{Duration, Instant};

use dechrome::Plan;
use dechrome::corpus::Entry;
use dechrome::report::Summary;
use dechrome::text::{End, Lines};
use indicatif::{ProgressBar, ProgressStyle};

use super::super::messages::Messages;
use super::task::{Made, Piece};

/// A run shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// Counts what is done and shows it on the line that [`Messages`] speaks above.
pub(crate) struct Progress {
    bar: ProgressBar,
    begun: Instant,
    documents: usize,
    bytes: u64,
    summary: Summary,
}

impl Progress {
    /// Begins a run over `size` bytes, if it is known how many.
    pub(crate) fn begin(messages: &Messages, size: Option<u64>) -> Self {
        let bar = messages.bar.clone();
        let rest = size.map_or("", |_| ", {percent} %, {eta} left");
        let template = format!("{{msg}}, {{decimal_bytes_per_sec}}{rest}");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        if let Some(size) = size {
            bar.set_length(size);
        }
        Progress { bar, begun: Instant::now(), documents: 0, bytes: 0, summary: Summary::default() }
    }

    pub(crate) fn add(&mut self, made: &Made) {
        let Ok(batch) = made else { return };
        if self.bar.is_hidden() {
            return;
        }
        for piece in &batch.pieces {
            match piece {
                Piece::Entry(Entry::Document(document), Some(plan)) => {
                    self.documents += 1;
                    self.count(document.text(), plan);
                }
                Piece::Part(part) => {
                    self.documents += usize::from(part.end == End::Last);
                    self.count(&part.text, &part.plan);
                }
                Piece::Entry(..) => {}
            }
        }
        if self.begun.elapsed() < PATIENCE {
            return;
        }
        let share = self.summary.removed_share() * 100.0;
        self.bar.set_message(format!("{} documents, {share:.0} % removed", self.documents));
        self.bar.set_position(self.bytes);
    }
}

impl Progress {
    fn count(&mut self, text: &str, plan: &Plan) {
        let lines = Lines::new(text);
        let own = (0..plan.verdicts.len()).map(|line| lines.span(line).whole().len() as u64);
        self.bytes += own.sum::<u64>();
        self.summary.add(&Summary::of(&lines, plan));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
