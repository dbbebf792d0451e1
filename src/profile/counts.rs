//! In how many documents of one source each line stands, and where in them.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::line;
use crate::text::Lines;

/// Where in a document a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Among the first quarter of its lines, blank ones counted.
    Head,
    /// In between.
    Inside,
    /// Among the last quarter.
    Tail,
}

impl Place {
    pub(super) fn of(line: usize, lines: usize) -> Place {
        match line {
            line if line * 4 < lines => Place::Head,
            line if line * 4 >= lines * 3 => Place::Tail,
            _ => Place::Inside,
        }
    }
}

/// What is counted of one document, so that many threads can read documents and one counts them.
///
/// ```
/// use dechrome::profile::{Document, Profile};
/// use dechrome::text::Lines;
///
/// let document = Document::new("example.org", &Lines::new("Contact\n\nOf hens\n"));
/// let mut profile = Profile::new(Some("url".to_owned()));
/// profile.add(&document);
/// assert_eq!((profile.documents(), profile.lines()), (1, 2));
/// ```
#[derive(Debug)]
pub struct Document {
    pub(super) source: String,
    /// The keys of its lines, one after the other.
    keys: String,
    /// Where each key ends, and the place of its line.
    ends: Vec<(usize, Place)>,
}

impl Document {
    /// The lines of a document, and the name of its source.
    ///
    /// ```
    /// # use dechrome::{profile::{Document, Profile}, text::Lines};
    /// let mut profile = Profile::new(None);
    /// profile.add(&Document::new("", &Lines::new("Contact\n- - -\n")));
    /// assert_eq!(profile.lines(), 1);
    /// ```
    pub fn new(source: &str, lines: &Lines<'_>) -> Self {
        let mut document = Document { source: source.to_owned(), keys: String::new(), ends: Vec::new() };
        let mut key = String::new();
        for (index, text) in lines.iter().enumerate() {
            if line::key(text, &mut key) {
                document.keys.push_str(&key);
                document.ends.push((document.keys.len(), Place::of(index, lines.len())));
            }
        }
        document
    }

    /// The memory it holds, in bytes, about.
    ///
    /// ```
    /// # use dechrome::{profile::Document, text::Lines};
    /// let document = Document::new("", &Lines::new("Contact\n".repeat(1000).as_str()));
    /// assert!((7_000..100_000).contains(&document.weight()));
    /// ```
    pub fn weight(&self) -> usize {
        self.keys.len() + size_of_val(&self.ends[..])
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = (&str, Place)> {
        let mut start = 0;
        self.ends.iter().map(move |&(end, place)| {
            let key = &self.keys[start..end];
            start = end;
            (key, place)
        })
    }
}

/// Documents in which a line stands, by the place of its first copy.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) head: u32,
    pub(super) inside: u32,
    pub(super) tail: u32,
    /// The document, counted from 1, it was counted in last: a line counts once a document. 0 is none.
    last: u32,
}

impl Count {
    pub(super) fn new([head, inside, tail]: [u32; 3]) -> Self {
        Count { head, inside, tail, last: 0 }
    }

    pub(super) fn documents(&self) -> u32 {
        self.head.saturating_add(self.inside).saturating_add(self.tail)
    }

    pub(super) fn at(&self, place: Place) -> u32 {
        match place {
            Place::Head => self.head,
            Place::Inside => self.inside,
            Place::Tail => self.tail,
        }
    }

    fn add(&mut self, other: &Count) {
        for (one, other) in
            [(&mut self.head, other.head), (&mut self.inside, other.inside), (&mut self.tail, other.tail)]
        {
            *one = one.saturating_add(other);
        }
    }
}

/// The lines of one source.
#[derive(Debug, Clone, Default)]
pub(super) struct Source {
    pub(super) documents: u32,
    pub(super) lines: HashMap<Box<str>, Count, RandomState>,
}

impl Source {
    /// Counts a line of the document begun last.
    pub(super) fn count(&mut self, key: &str, place: Place) {
        let count = match self.lines.get_mut(key) {
            Some(count) if count.last == self.documents => return,
            Some(count) => count,
            None => self.lines.entry(key.into()).or_default(),
        };
        count.last = self.documents;
        let place = match place {
            Place::Head => &mut count.head,
            Place::Inside => &mut count.inside,
            Place::Tail => &mut count.tail,
        };
        *place = place.saturating_add(1);
    }

    pub(super) fn merge(&mut self, other: Source) {
        self.documents = self.documents.saturating_add(other.documents);
        self.lines.values_mut().for_each(|count| count.last = 0);
        for (line, count) in other.lines {
            let sum = self.lines.entry(line).or_default();
            sum.add(&count);
            sum.last = 0;
        }
    }

    /// Forgets the lines of at most so many documents.
    pub(super) fn forget(&mut self, most: u32) {
        self.lines.retain(|_, count| count.documents() > most);
        self.lines.shrink_to_fit();
    }
}
