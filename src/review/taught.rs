//! What a review teaches: a page with the lines a person called content or chrome, as `train` reads it.

use serde::Serialize;

use super::session::{Decision, Session};
use crate::error::{Error, Result};

/// A labelled page: a row of a corpus for `dechrome train`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// Name of the document.
    pub id: String,
    /// The document before anything was changed.
    pub text: String,
    /// What it became by the decisions; lines nobody decided about stay in it.
    pub silver: String,
    /// Lines that were to go and that somebody rejected to lose: content.
    pub with: Vec<String>,
    /// Lines that somebody accepted to lose: chrome.
    pub without: Vec<String>,
}

impl Correction {
    /// What a review teaches about a document of it; `None` where no removal was rejected, or the text was edited by hand.
    pub fn of(session: &Session, document: usize) -> Option<Self> {
        let reviewed = &session.documents()[document];
        let (mut with, mut without) = (Vec::new(), Vec::new());
        for (change, decision) in reviewed.changes.iter().zip(session.decisions(document)) {
            match decision {
                Some(Decision::Rejected | Decision::Kept) => with.extend_from_slice(&change.dropped),
                Some(Decision::Accepted) => without.extend_from_slice(&change.dropped),
                Some(Decision::Skipped | Decision::Edited) | None => {}
            }
        }
        (!with.is_empty()).then(|| Correction {
            id: reviewed.name.clone(),
            text: reviewed.base.clone(),
            silver: session.result(document),
            with,
            without,
        })
    }

    /// The row, with its line end.
    ///
    /// # Errors
    /// None that a text could cause.
    pub fn to_row(&self) -> Result<String> {
        let row = serde_json::to_string(self).map_err(|error| Error::invalid(error.to_string()))?;
        Ok(row + "\n")
    }
}

#[cfg(test)]
mod tests {
    use super::super::change::{Change, Document};
    use super::super::session::Key;
    use super::*;

    fn session(keys: &str) -> Session {
        let base = "Home\nMay 1\ntext\n".to_owned();
        let change = |span, reason, line: &str| Change {
            span,
            put: String::new(),
            reason,
            dropped: vec![line.to_owned()],
            scores: None,
            why: String::new(),
        };
        let changes = vec![change(0..5, "nav", "Home"), change(5..11, "date", "May 1")];
        let mut session = Session::new(vec![Document { name: "a \"b\"".to_owned(), base, changes }]);
        for key in keys.chars() {
            session.press(Key::Char(key));
        }
        session
    }

    #[test]
    fn rejected_removals_are_content_and_accepted_ones_chrome() {
        let row = Correction::of(&session("ar"), 0).unwrap().to_row().unwrap();
        let expected = "{\"id\":\"a \\\"b\\\"\",\"text\":\"Home\\nMay 1\\ntext\\n\",\"silver\":\"May 1\\ntext\\n\",\"with\":[\"May 1\"],\"without\":[\"Home\"]}\n";
        assert_eq!(row, expected);
        let kept = Correction::of(&session("sK"), 0).unwrap();
        assert_eq!((kept.with, kept.without), (vec!["May 1".to_owned()], vec![]));
    }

    #[test]
    fn where_nothing_was_rejected_nothing_is_taught() {
        assert_eq!(Correction::of(&session("aa"), 0), None);
        assert_eq!(Correction::of(&session("s"), 0), None);
    }
}
