//! Where a review stands: which change is looked at, what was decided, and how to take it back.

use std::collections::HashSet;

use super::change::{Change, Document};

/// What was decided about a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is made.
    Accepted,
    /// It is not made.
    Rejected,
    /// It is not made, and lines like those it drops are to be kept by a rule from now on.
    Kept,
    /// It is not made this time; whoever reviews next is asked again.
    Skipped,
    /// The text was edited by hand, which stands in the place of all changes of the document.
    Edited,
}

/// A key, as far as a review knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A printable character.
    Char(char),
    /// Escape by itself.
    Escape,
    /// Ctrl-C, or a terminal that is gone.
    End,
    /// Any other.
    Other,
}

/// What a key asks of whoever runs the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// To draw it anew.
    Nothing,
    /// To let the user edit [`Session::draft`], and to give what came of it to [`Session::edited`].
    Edit,
    /// To end: the user wants to, or everything is decided.
    End,
}

/// What the next key means, if it is not a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Deciding,
    /// Asks what becomes of all changes with this reason.
    Alike,
    /// Shows what the keys do; any key goes back.
    Help,
}

/// One thing to take back: where it was done, and what stood there before.
#[derive(Debug)]
struct Step {
    at: usize,
    decisions: Vec<(usize, Option<Decision>)>,
    edited: Option<usize>,
}

/// A review in its course. A pure state machine: keys in, decisions out.
#[derive(Debug)]
pub struct Session {
    documents: Vec<Document>,
    /// The document and the number in it of each change.
    places: Vec<(usize, usize)>,
    decisions: Vec<Option<Decision>>,
    edits: Vec<Option<String>>,
    at: usize,
    /// Which screenful of a change that is longer than the screen is shown.
    pub(super) page: usize,
    pub(super) mode: Mode,
    pub(super) note: String,
    history: Vec<Step>,
}

impl Session {
    /// Nothing is decided yet. A session without any change ends at the first key.
    pub fn new(documents: Vec<Document>) -> Self {
        let numbered = documents.iter().enumerate();
        let places: Vec<(usize, usize)> =
            numbered.flat_map(|(document, d)| (0..d.changes.len()).map(move |n| (document, n))).collect();
        Session {
            decisions: vec![None; places.len()],
            edits: vec![None; documents.len()],
            documents,
            places,
            at: 0,
            page: 0,
            mode: Mode::Deciding,
            note: String::new(),
            history: Vec::new(),
        }
    }

    /// The documents under review.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// What was decided about each change of a document; `None` where nothing was.
    pub fn decisions(&self, document: usize) -> Vec<Option<Decision>> {
        let mine = self.places.iter().zip(&self.decisions).filter(|(place, _)| place.0 == document);
        mine.map(|(_, &decision)| decision).collect()
    }

    /// Number of changes that are skipped or not decided.
    pub fn open(&self) -> usize {
        let is_open = |decision: &&Option<Decision>| matches!(decision, None | Some(Decision::Skipped));
        self.decisions.iter().filter(is_open).count()
    }

    /// Number of changes about which this was decided.
    pub fn count(&self, wanted: Decision) -> usize {
        self.decisions.iter().filter(|&&decision| decision == Some(wanted)).count()
    }

    /// A document as decided: edited by hand, or with the accepted changes made and no others.
    pub fn result(&self, document: usize) -> String {
        if let Some(text) = &self.edits[document] {
            return text.clone();
        }
        let decisions = self.decisions(document);
        self.documents[document].with(|change| decisions[change] == Some(Decision::Accepted))
    }

    /// What there is to edit: the document looked at, with all changes made but those decided against.
    pub fn draft(&self) -> String {
        let Some(&(document, _)) = self.places.get(self.at) else { return String::new() };
        let decisions = self.decisions(document);
        self.documents[document].with(|n| matches!(decisions[n], None | Some(Decision::Accepted)))
    }

    /// The lines that are to be kept by rules from now on, each once, without white space around them.
    pub fn kept_lines(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        let kept = self.decisions.iter().enumerate().filter(|(_, d)| **d == Some(Decision::Kept));
        let lines = kept.flat_map(|(index, _)| self.change(index)).flat_map(|change| &change.dropped);
        lines.map(|line| line.trim().to_owned()).filter(|line| seen.insert(line.clone())).collect()
    }

    /// The change looked at, its number from 0 and its document, if there is any.
    pub(super) fn current(&self) -> Option<(usize, &Document, &Change)> {
        let change = self.change(self.at)?;
        Some((self.at, &self.documents[self.places[self.at].0], change))
    }

    pub(super) fn decision(&self, index: usize) -> Option<Decision> {
        self.decisions[index]
    }

    /// Number of all changes.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    fn change(&self, index: usize) -> Option<&Change> {
        let &(document, number) = self.places.get(index)?;
        Some(&self.documents[document].changes[number])
    }

    /// Does what a key stands for.
    pub fn press(&mut self, key: Key) -> Asked {
        self.note.clear();
        if key == Key::End || self.places.is_empty() {
            return Asked::End;
        }
        match std::mem::replace(&mut self.mode, Mode::Deciding) {
            Mode::Deciding => self.command(key),
            Mode::Help => Asked::Nothing,
            Mode::Alike => match decided_by(key) {
                Some(decision) => self.decide(&self.alike(), decision),
                None if key == Key::Char('q') => Asked::End,
                None => Asked::Nothing,
            },
        }
    }

    fn command(&mut self, key: Key) -> Asked {
        let Key::Char(typed) = key else { return Asked::Nothing };
        match typed {
            'a' | 'r' | 's' => return decided_by(key).map_or(Asked::Nothing, |d| self.decide(&[self.at], d)),
            'A' | 'R' | 'S' => {
                let lower = Key::Char(typed.to_ascii_lowercase());
                return decided_by(lower).map_or(Asked::Nothing, |d| self.decide(&self.undecided(), d));
            }
            'K' => return self.keep(),
            'e' => return Asked::Edit,
            'q' => return Asked::End,
            'f' => self.mode = Mode::Alike,
            '?' => self.mode = Mode::Help,
            'j' => self.go(self.at.saturating_add(1).min(self.places.len() - 1)),
            'k' => self.go(self.at.saturating_sub(1)),
            ' ' => self.page += 1,
            'u' => self.undo(),
            _ => "? shows what the keys do".clone_into(&mut self.note),
        }
        Asked::Nothing
    }

    fn undecided(&self) -> Vec<usize> {
        (0..self.places.len()).filter(|&index| self.decisions[index].is_none()).collect()
    }

    /// The change looked at, and the undecided ones with its reason.
    fn alike(&self) -> Vec<usize> {
        let reason = |index| self.change(index).map(|change| change.reason);
        let same = |index: &usize| *index == self.at || self.decisions[*index].is_none();
        (0..self.places.len()).filter(same).filter(|&index| reason(index) == reason(self.at)).collect()
    }

    fn decide(&mut self, which: &[usize], decision: Decision) -> Asked {
        let edited = |&&index: &&usize| self.decisions[index] == Some(Decision::Edited);
        if which.iter().find(edited).is_some() {
            "the text was edited by hand: u takes that back".clone_into(&mut self.note);
            return Asked::Nothing;
        }
        let before = which.iter().map(|&index| (index, self.decisions[index])).collect();
        self.history.push(Step { at: self.at, decisions: before, edited: None });
        which.iter().for_each(|&index| self.decisions[index] = Some(decision));
        self.advance()
    }

    /// Looks at the next undecided change, behind the last at the first one.
    fn advance(&mut self) -> Asked {
        let count = self.places.len();
        let next = (0..count).map(|step| (self.at + step) % count).find(|&i| self.decisions[i].is_none());
        match next {
            Some(next) => {
                self.go(next);
                Asked::Nothing
            }
            None => Asked::End,
        }
    }

    /// Keeps the lines of this change by rules, and rejects every undecided one that drops no others.
    fn keep(&mut self) -> Asked {
        let lines: HashSet<&str> =
            self.change(self.at).iter().flat_map(|change| &change.dropped).map(|line| line.trim()).collect();
        if lines.is_empty() {
            "rules keep lines, and this change drops none".clone_into(&mut self.note);
            return Asked::Nothing;
        }
        let covers = |change: &Change| {
            !change.dropped.is_empty() && change.dropped.iter().all(|line| lines.contains(line.trim()))
        };
        let undecided = self.undecided().into_iter().filter(|&index| index != self.at);
        let covered = undecided.filter(|&index| self.change(index).is_some_and(covers));
        let which: Vec<usize> = std::iter::once(self.at).chain(covered).collect();
        self.decide(&which, Decision::Kept)
    }

    /// Takes a text edited by hand for the document looked at. One that is [`Session::draft`] decides nothing.
    pub fn edited(&mut self, text: String) -> Asked {
        let Some(&(document, _)) = self.places.get(self.at) else { return Asked::End };
        if text == self.draft() {
            self.note("nothing was edited");
            return Asked::Nothing;
        }
        let of_document = |&index: &usize| self.places[index].0 == document;
        let which: Vec<usize> = (0..self.places.len()).filter(of_document).collect();
        if which.iter().any(|&index| self.decisions[index] == Some(Decision::Edited)) {
            self.note("the text was edited before: u takes that back");
            return Asked::Nothing;
        }
        let before = which.iter().map(|&index| (index, self.decisions[index])).collect();
        self.history.push(Step { at: self.at, decisions: before, edited: Some(document) });
        which.iter().for_each(|&index| self.decisions[index] = Some(Decision::Edited));
        self.edits[document] = Some(text);
        self.advance()
    }

    /// Shows something beside the keys until the next one.
    pub fn note(&mut self, what: impl Into<String>) {
        self.note = what.into();
    }

    fn undo(&mut self) {
        let Some(Step { at, decisions, edited }) = self.history.pop() else {
            return "nothing to take back".clone_into(&mut self.note);
        };
        for (index, before) in decisions {
            self.decisions[index] = before;
        }
        if let Some(document) = edited {
            self.edits[document] = None;
        }
        self.go(at);
    }

    fn go(&mut self, to: usize) {
        self.at = to;
        self.page = 0;
    }
}

fn decided_by(key: Key) -> Option<Decision> {
    match key {
        Key::Char('a') => Some(Decision::Accepted),
        Key::Char('r') => Some(Decision::Rejected),
        Key::Char('s') => Some(Decision::Skipped),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Decision::{Accepted, Edited, Kept, Rejected, Skipped};
    use super::*;

    /// A document of one-line paragraphs; those with a reason may be dropped.
    fn document(lines: &[(&str, Option<&'static str>)]) -> Document {
        let (mut base, mut changes) = (String::new(), Vec::new());
        for &(line, reason) in lines {
            let start = base.len();
            base.push_str(line);
            base.push('\n');
            changes.extend(reason.map(|reason| Change {
                span: start..base.len(),
                put: String::new(),
                reason,
                dropped: vec![line.to_owned()],
                scores: None,
                why: String::new(),
            }));
        }
        Document { name: "a".to_owned(), base, changes }
    }

    fn session() -> Session {
        let one = [("Home", Some("nav")), ("text", None), ("May 1", Some("date")), ("News", Some("nav"))];
        let two = [("Home", Some("nav")), ("more", None)];
        Session::new(vec![document(&one), document(&two)])
    }

    /// Presses keys; gives what the last one asked for.
    fn press(session: &mut Session, keys: &str) -> Asked {
        keys.chars().map(|key| session.press(Key::Char(key))).last().unwrap()
    }

    #[track_caller]
    fn decides(keys: &str, expected: [Option<Decision>; 4]) -> Session {
        let mut session = session();
        press(&mut session, keys);
        assert_eq!(session.decisions, expected, "{keys}");
        session
    }

    #[test]
    fn each_key_decides_what_it_says() {
        let (a, r, s, k) = (Some(Accepted), Some(Rejected), Some(Skipped), Some(Kept));
        decides("ars", [a, r, s, None]);
        decides("aA", [a, a, a, a]);
        decides("aR", [a, r, r, r]);
        decides("aS", [a, s, s, s]);
        decides("fa", [a, None, a, a]);
        decides("rfr", [r, r, None, None]);
        decides("fx", [None; 4]);
        decides("K", [k, None, None, k]);
        decides("jjr", [None, None, r, None]);
        decides("jjkkka", [a, None, None, None]);
        decides("akr", [r, None, None, None]);
        decides("?aa", [a, None, None, None]);
        decides("zx", [None; 4]);
    }

    #[test]
    fn undo_takes_back_one_decision_at_a_time_and_looks_at_it() {
        decides("au", [None; 4]);
        decides("arAu", [Some(Accepted), Some(Rejected), None, None]);
        let session = decides("aKuu", [None; 4]);
        assert_eq!((session.at, session.kept_lines()), (0, vec![]));
        decides("uua", [Some(Accepted), None, None, None]);
    }

    #[test]
    fn it_ends_when_all_is_decided_or_somebody_wants_it() {
        assert_eq!(press(&mut session(), "ars"), Asked::Nothing);
        assert_eq!(press(&mut session(), "arsa"), Asked::End);
        assert_eq!(press(&mut session(), "fafr"), Asked::End);
        assert_eq!(press(&mut session(), "q"), Asked::End);
        assert_eq!(press(&mut session(), "fq"), Asked::End);
        assert_eq!(session().press(Key::End), Asked::End);
        assert_eq!(press(&mut session(), "jjja"), Asked::Nothing, "those passed over are asked again");
        assert_eq!(Session::new(vec![]).press(Key::Char('a')), Asked::End);
    }

    #[test]
    fn only_what_is_accepted_is_made() {
        let session = decides("arsa", [Some(Accepted), Some(Rejected), Some(Skipped), Some(Accepted)]);
        assert_eq!((session.result(0), session.result(1)), ("text\nMay 1\nNews\n".into(), "more\n".into()));
        assert_eq!((session.open(), session.count(Accepted)), (1, 2));
        assert_eq!(session.decisions(1), [Some(Accepted)]);
    }

    #[test]
    fn an_edited_text_stands_for_all_changes_of_its_document() {
        let mut session = session();
        press(&mut session, "ar");
        assert_eq!(session.draft(), "text\nMay 1\n");
        assert_eq!(session.edited("text\nMay 1\n".to_owned()), Asked::Nothing);
        assert_eq!(session.decisions[2], None, "a draft left as it is decides nothing");
        session.edited("by hand\n".to_owned());
        assert_eq!(session.decisions(0), [Some(Edited); 3]);
        assert_eq!((session.result(0), session.result(1)), ("by hand\n".into(), "Home\nmore\n".into()));
        press(&mut session, "kr");
        assert_eq!(session.decisions(0), [Some(Edited); 3]);
        press(&mut session, "u");
        assert_eq!(session.decisions(0), [Some(Accepted), Some(Rejected), None]);
        assert_eq!(session.result(0), "text\nMay 1\nNews\n");
    }

    #[test]
    fn lines_to_keep_are_named_once() {
        let mut session = session();
        press(&mut session, "KK");
        assert_eq!(session.kept_lines(), ["Home", "May 1"]);
        assert_eq!(session.result(0), session.documents()[0].base);
    }

    proptest! {
        #[test]
        fn taking_everything_back_leaves_nothing(keys in "[arsARSfKjk ?zu]{0,30}") {
            let mut session = session();
            for key in keys.chars() {
                session.press(Key::Char(key));
            }
            session.press(Key::Escape);
            for _ in 0..keys.len() {
                session.press(Key::Char('u'));
            }
            prop_assert_eq!(session.decisions, [None; 4]);
        }
    }
}
