//! How far a run has come, for a person at a terminal.

use std::time::{Duration, Instant};

use dechrome::corpus::Entry;
use dechrome::text::Lines;
use indicatif::{ProgressBar, ProgressStyle};

use super::messages::Messages;
use super::task::Made;

/// A run shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// Counts what is done and shows it on the line that [`Messages`] speaks above.
pub(crate) struct Progress {
    bar: ProgressBar,
    begun: Instant,
    documents: usize,
    bytes: u64,
    dropped: u64,
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
        Progress { bar, begun: Instant::now(), documents: 0, bytes: 0, dropped: 0 }
    }

    pub(crate) fn add(&mut self, made: &Made) {
        let Ok(batch) = made else { return };
        if self.bar.is_hidden() {
            return;
        }
        for (entry, plan) in &batch.entries {
            let (Entry::Document(document), Some(plan)) = (entry, plan) else { continue };
            let lines = Lines::new(document.text());
            let spans = plan.verdicts.iter().enumerate().filter(|(_, verdict)| !verdict.is_content());
            self.dropped += spans.map(|(line, _)| lines.span(line).whole().len() as u64).sum::<u64>();
            self.documents += 1;
            self.bytes += document.text().len() as u64;
        }
        if self.begun.elapsed() < PATIENCE {
            return;
        }
        let share = 100 * self.dropped / self.bytes.max(1);
        self.bar.set_message(format!("{} documents, {share} % removed", self.documents));
        self.bar.set_position(self.bytes);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
