//! Puts a case to review, change by change, and writes what was decided.

use std::path::Path;

use crate::error::{Error, Result};
use crate::fsio;
use crate::render::render;
use crate::review::{Change, Decision, Document};
use crate::text::{Encoding, Lines, Text};

use super::case::Case;
use super::since::Today;

/// The one change of a case whose output is what it was held against, or differs in no letter.
const UNCHANGED: &str = "unchanged";
const ENCODING: &str = "encoding";

/// A case as it is put to review: its accepted output (for a case without one: its input) and what cleaning changes in it
/// today.
#[derive(Debug)]
pub struct Review {
    case: Case,
    shown: State,
    document: Document,
}

/// What a decision rests on: it must not change between showing and writing.
#[derive(Debug, PartialEq, Eq)]
struct State {
    input: String,
    output: Vec<u8>,
    expected: Option<Vec<u8>>,
    pending: Option<Vec<u8>>,
}

impl State {
    fn of(case: &Case) -> Result<Self> {
        let (output, expected, pending) = (case.output()?, case.expected()?, case.pending()?);
        Ok(State { input: case.input().to_owned(), output, expected, pending })
    }
}

impl Review {
    /// Puts a case to review; `None` if today's output is the accepted one.
    ///
    /// # Errors
    /// As [`Case::output`], or if an output cannot be read.
    pub fn of(case: Case) -> Result<Option<Self>> {
        let shown = State::of(&case)?;
        if shown.expected.as_ref() == Some(&shown.output) {
            return Ok(None);
        }
        let (base, changes) = changes(&case, shown.expected.as_deref())?;
        let name = case.folder().file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Some(Review { document: Document { name, base, changes }, case, shown }))
    }

    /// Where the case is.
    pub fn folder(&self) -> &Path {
        self.case.folder()
    }

    /// What is decided about; its base is a text, whatever the bytes of the accepted output are.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Writes what was decided: `result` is the text with the accepted changes, `decisions` has one for each change.
    ///
    /// Where all are accepted, exactly today's bytes become the accepted output, else the text in the input's encoding.
    /// Where nothing was decided nothing is written. Pending output is removed after that, once nothing is open.
    /// Gives whether the case passes now.
    ///
    /// # Errors
    /// If input, options, model, accepted or pending output gave another state since [`Review::of`], which is then as it
    /// was; or if a file cannot be read or written.
    pub fn settle(&self, result: &str, decisions: &[Option<Decision>]) -> Result<bool> {
        let is_open = |d: &Option<Decision>| matches!(d, None | Some(Decision::Skipped));
        let is_accepted = |d: &Option<Decision>| *d == Some(Decision::Accepted);
        if decisions.iter().all(is_open) {
            return Ok(false);
        }
        self.refuse_if_changed()?;
        let all = decisions.iter().all(is_accepted);
        let refused = self.document.changes.iter().all(|change| change.reason == UNCHANGED)
            && decisions.iter().all(|d| matches!(d, Some(Decision::Rejected | Decision::Kept)));
        let none = !decisions.iter().any(|d| matches!(d, Some(Decision::Accepted | Decision::Edited)));
        let keeps = refused || none && self.shown.expected.is_some();
        let bytes = if all { self.shown.output.clone() } else { self.case.encode(result)? };
        if !keeps {
            fsio::write(&self.case.expected_path(), &bytes)?;
        }
        let open = decisions.iter().any(is_open);
        if self.shown.pending.is_some() && !open && !refused {
            fsio::remove(&self.case.pending_path())?;
        }
        Ok(!keeps && !open && bytes == self.shown.output)
    }

    fn refuse_if_changed(&self) -> Result<()> {
        let folder = self.folder();
        if State::of(&Case::read(folder)?)? == self.shown {
            return Ok(());
        }
        let what = "changed since it was shown: its input, options, outputs, or the model";
        let hint = "dechrome golden review shows it as it is now";
        Err(Error::invalid_with_hint(what, hint).in_file(folder))
    }
}

/// What the case's output is held against, and what sets it apart from today's.
fn changes(case: &Case, expected: Option<&[u8]>) -> Result<(String, Vec<Change>)> {
    let cleaner = case.cleaner();
    let lines = Lines::new(case.input());
    let whole = |span, put, reason| Change {
        span,
        put,
        reason,
        dropped: Vec::new(),
        scores: None,
        why: String::new(),
    };
    let Some(expected) = expected else {
        let plan = cleaner.plan(&lines);
        let joins = cleaner.join_evidence(&lines, &plan.joins);
        let mut changes = Change::of_plan(&lines, &plan, cleaner.evidence(&lines), joins);
        if changes.is_empty() {
            changes.push(whole(0..0, String::new(), UNCHANGED));
        }
        return Ok((case.input().to_owned(), changes));
    };
    match Text::decode(expected.to_vec(), Encoding::Unicode) {
        Ok(text) if case.encode(&text.text)? == expected => {
            let changes = Today::new(&cleaner, &lines).since(&text.text);
            Ok((text.text, changes))
        }
        other => {
            // Bytes that are no text, or in another encoding: what differs cannot be taken line by line.
            let base =
                other.map_or_else(|_| String::from_utf8_lossy(expected).into_owned(), |text| text.text);
            let put = render(&lines, &cleaner.plan(&lines));
            let change = whole(0..base.len(), put, ENCODING);
            Ok((base, vec![change]))
        }
    }
}
