//! Site profiles: the lines that repeat across the documents of one source, which chrome does and content seldom.
//!
//! ```
//! use dechrome::plan::Basis;
//! use dechrome::profile::{Profile, Site};
//! use dechrome::text::Lines;
//! use dechrome::{Cleaner, Options};
//!
//! let page = |story: &str| format!("Home | News | Contact\n\n{story}\n");
//! let mut profile = Profile::new(None);
//! for story in ["The herring is late.", "A seal has moved into the marina.", "The pier was painted."] {
//!     profile.learn("", &Lines::new(&page(story)));
//! }
//! let cleaner = Cleaner::new(Options { profile: Some(Site::new(profile)), ..Options::default() });
//! let page = page("The ferry to Holm did not leave on Monday, as the harbour was frozen over.");
//! assert_eq!(cleaner.plan(&Lines::new(&page)).verdicts[0].basis, Basis::Profile);
//! ```

mod counts;
mod file;
mod line;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::text::Lines;
use counts::{Count, Place, Source};

pub use counts::Document;
pub use file::LIMIT;

/// Most different lines of a profile, over all its sources. Up to here counts are exact.
pub const LINES: usize = 1 << 19;
/// Fewest other documents that have a line of the template.
const OTHERS: u32 = 2;
/// From as many copies in one document a line is none of the template.
const COPIES: u32 = 3;

/// In how many documents of each source each line stands.
///
/// A line is its letters in lower case, without the values of its numbers and without white space at its ends; lines
/// without letters are not counted. It counts once a document.
///
/// Above [`LINES`] different lines, those of the fewest documents are forgotten, at least half of all, so memory is
/// bounded whatever is learnt. A line then stands in as many documents as are counted, or in up to
/// [`Profile::missed`] more.
///
/// ```
/// use dechrome::profile::Profile;
/// use dechrome::text::Lines;
///
/// let mut profile = Profile::new(None);
/// profile.learn("", &Lines::new("Page 1 of 9\n\nIt rained.\n"));
/// profile.learn("", &Lines::new("PAGE 2 of 12 \n\nIt snowed.\n* * *\n"));
/// assert_eq!(profile.lines(), 3); // "page 0 of 0", "it rained.", "it snowed."
/// ```
#[derive(Debug, Clone, Default)]
pub struct Profile {
    sources: BTreeMap<String, Source>,
    /// The field of a row whose host names the document's source.
    by_host: Option<String>,
    /// How many lines there are in all sources.
    lines: usize,
    missed: u32,
}

/// A line of a document that stands in others of its source.
///
/// ```
/// # use dechrome::{profile::{Profile, Site}, text::Lines};
/// let mut profile = Profile::new(None);
/// for page in ["Of hens\nAll rights reserved", "Of goats\nAll rights reserved", "Of bees\nLinks"] {
///     profile.learn("", &Lines::new(page));
/// }
/// let found = Site::new(profile).template(&Lines::new("Of ducks\nAll rights reserved"));
/// assert_eq!((found[0].line, found[0].others, found[0].of), (1, 2, 3));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Repeat {
    /// Index of the line, from 0.
    pub line: usize,
    /// How many other documents it stands in, at least 1.
    pub others: u32,
    /// Of how many.
    pub of: u32,
    /// How many of them have it at the same place: among the first quarter of the lines, in between, or among the last.
    pub same_place: u32,
    /// How many times this document has it.
    pub copies: u32,
}

impl Repeat {
    /// The share, 0 to 1, of the other documents that have the line.
    ///
    /// ```
    /// # use dechrome::profile::Repeat;
    /// let repeat = Repeat { line: 0, others: 30, of: 40, same_place: 30, copies: 1 };
    /// assert_eq!(repeat.share(), 0.75);
    /// ```
    pub fn share(&self) -> f32 {
        self.others as f32 / self.of.max(self.others) as f32
    }
}

impl Profile {
    /// An empty profile; with the name of a field it has one source a host, else one for all documents.
    ///
    /// ```
    /// # use dechrome::{profile::Profile, text::Lines};
    /// let mut profile = Profile::new(Some("url".to_owned()));
    /// profile.learn("example.org", &Lines::new("Contact\n"));
    /// profile.learn("example.com", &Lines::new("Contact\n"));
    /// assert_eq!(profile.lines(), 2); // one for each host
    /// ```
    pub fn new(by_host: Option<String>) -> Self {
        Profile { by_host, ..Profile::default() }
    }

    /// The field of a row whose host is its document's source.
    ///
    /// ```
    /// # use dechrome::profile::Profile;
    /// assert_eq!(Profile::new(Some("url".to_owned())).by_host(), Some("url"));
    /// ```
    pub fn by_host(&self) -> Option<&str> {
        self.by_host.as_deref()
    }

    /// How many documents were learnt, of all sources that are remembered.
    ///
    /// ```
    /// # use dechrome::{profile::Profile, text::Lines};
    /// # let mut profile = Profile::new(None);
    /// profile.learn("", &Lines::new("Contact\n"));
    /// profile.learn("", &Lines::new("Contact\n"));
    /// assert_eq!((profile.documents(), profile.lines()), (2, 1));
    /// ```
    pub fn documents(&self) -> u64 {
        self.sources.values().map(|source| u64::from(source.documents)).sum()
    }

    /// How many different lines are remembered; those of two sources are different.
    ///
    /// ```
    /// # use dechrome::{profile::Profile, text::Lines};
    /// # let mut profile = Profile::new(None);
    /// profile.learn("", &Lines::new("Next »\nnext »\n1 2 3\n"));
    /// assert_eq!(profile.lines(), 1); // case does not count, nor do lines without letters
    /// ```
    pub fn lines(&self) -> usize {
        self.lines
    }

    fn recount(&mut self) {
        self.lines = self.sources.values().map(|source| source.lines.len()).sum();
    }

    /// How many documents of a line may be missing from its count; a line without a count stands in no more than these.
    /// 0 while no more than [`LINES`] different lines were seen.
    ///
    /// ```
    /// # use dechrome::{profile::Profile, text::Lines};
    /// # let mut profile = Profile::new(None);
    /// profile.learn("", &Lines::new("Contact\n"));
    /// assert_eq!(profile.missed(), 0); // counts are exact
    /// profile.forget_below(2);
    /// assert_eq!((profile.missed(), profile.lines()), (1, 0));
    /// ```
    pub fn missed(&self) -> u32 {
        self.missed
    }

    /// Counts the lines of one document. What is learnt does not depend on the order of documents while nothing is
    /// missed.
    ///
    /// ```
    /// # use dechrome::{profile::Profile, text::Lines};
    /// let [one, two] = ["Contact\nOf hens", "Contact\nOf bees"].map(Lines::new);
    /// let (mut profile, mut turned) = (Profile::new(None), Profile::new(None));
    /// [&one, &two].map(|lines| profile.learn("", lines));
    /// [&two, &one].map(|lines| turned.learn("", lines));
    /// assert_eq!(profile.to_json(), turned.to_json());
    /// ```
    pub fn learn(&mut self, source: &str, lines: &Lines<'_>) {
        self.add(&Document::new(source, lines));
    }

    /// As [`Profile::learn`], for a document whose lines were read before.
    ///
    /// ```
    /// # use dechrome::{profile::{Document, Profile}, text::Lines};
    /// let read = |text: &'static str| move || Document::new("", &Lines::new(text));
    /// let threads = ["Contact\nOf hens", "Contact\nOf bees"].map(|text| std::thread::spawn(read(text)));
    /// let mut profile = Profile::new(None);
    /// threads.map(|thread| profile.add(&thread.join().unwrap()));
    /// assert_eq!(profile.documents(), 2);
    /// ```
    pub fn add(&mut self, document: &Document) {
        if !self.sources.contains_key(&document.source) {
            self.sources.insert(document.source.clone(), Source::default());
        }
        let Some(found) = self.sources.get_mut(&document.source) else { return };
        let before = found.lines.len();
        found.documents = found.documents.saturating_add(1);
        document.keys().for_each(|(key, place)| found.count(key, place));
        self.lines += found.lines.len() - before;
        self.bound_to(LINES);
    }

    /// Adds what another profile has learnt: while nothing is missed, the same as learning all documents of both.
    ///
    /// ```
    /// # use dechrome::{profile::Profile, text::Lines};
    /// # let (mut may, mut june) = (Profile::new(None), Profile::new(None));
    /// may.learn("", &Lines::new("Contact\nOf hens\n"));
    /// june.learn("", &Lines::new("Contact\nOf bees\n"));
    /// may.merge(june)?;
    /// assert_eq!((may.documents(), may.lines()), (2, 3));
    /// assert!(may.merge(Profile::new(Some("url".to_owned()))).is_err());
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    ///
    /// # Errors
    /// If they name sources by different fields.
    pub fn merge(&mut self, other: Profile) -> Result<()> {
        if self.by_host != other.by_host {
            let named = |field: &Option<String>| match field {
                Some(field) => format!("one has a source for each host in {field:?}"),
                None => "one has a single source".to_owned(),
            };
            let what = format!("profiles do not fit: {}, {}", named(&self.by_host), named(&other.by_host));
            return Err(Error::invalid(what));
        }
        self.missed = self.missed.saturating_add(other.missed);
        for (name, source) in other.sources {
            self.sources.entry(name).or_default().merge(source);
        }
        self.recount();
        self.bound_to(LINES);
        Ok(())
    }

    /// Forgets lines of fewer documents than `least`: the file gets small, and merging it misses what was forgotten.
    ///
    /// ```
    /// # use dechrome::{profile::Profile, text::Lines};
    /// # let mut profile = Profile::new(None);
    /// profile.learn("", &Lines::new("Contact\nOf hens\n"));
    /// profile.learn("", &Lines::new("Contact\nOf bees\n"));
    /// profile.forget_below(2);
    /// assert_eq!(profile.lines(), 1);
    /// ```
    pub fn forget_below(&mut self, least: u32) {
        let most = least.saturating_sub(1);
        self.sources.values_mut().for_each(|source| source.forget(most));
        self.missed = self.missed.saturating_add(most);
        self.recount();
    }

    fn bound_to(&mut self, most: usize) {
        if self.lines <= most {
            return;
        }
        let mut counts: Vec<u32> =
            self.sources.values().flat_map(|source| source.lines.values().map(Count::documents)).collect();
        let half = counts.len() / 2;
        let (_, &mut middle, _) = counts.select_nth_unstable(half);
        self.sources.values_mut().for_each(|source| source.forget(middle));
        self.sources.retain(|_, source| !source.lines.is_empty());
        self.missed = self.missed.saturating_add(middle);
        self.recount();
    }
}

/// One source of a profile: what the lines of a document are held against. Copies share the profile.
///
/// ```
/// use dechrome::profile::{Profile, Site};
/// use dechrome::{Cleaner, Options};
///
/// let json = br#"{"dechrome-profile": 1, "by-host": "url", "missed": 0, "sources": []}"#;
/// let site = Site::new(Profile::from_json(json)?);
/// let options = Options { profile: Some(site.of("example.org")), ..Options::default() };
/// assert_eq!(Cleaner::new(options).clean("It rained on the fair.\n"), "It rained on the fair.\n");
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Site {
    profile: Arc<Profile>,
    source: String,
}

impl Site {
    /// The source of documents that have no host.
    ///
    /// ```
    /// # use dechrome::{profile::{Profile, Site}, text::Lines};
    /// let mut profile = Profile::new(None);
    /// profile.learn("", &Lines::new("Contact\n"));
    /// assert_eq!(Site::new(profile).profile().documents(), 1);
    /// ```
    pub fn new(profile: Profile) -> Self {
        Site { profile: Arc::new(profile), source: String::new() }
    }

    /// Another source of the same profile, by its name: a host in lower case.
    ///
    /// ```
    /// # use dechrome::{profile::{Profile, Site}, text::Lines};
    /// let mut profile = Profile::new(Some("url".to_owned()));
    /// (0..3).for_each(|_| profile.learn("example.org", &Lines::new("Contact\n")));
    /// let site = Site::new(profile);
    /// let page = Lines::new("Contact\nOf hens\n");
    /// assert_eq!(site.of("example.org").template(&page).len(), 1);
    /// assert_eq!(site.of("example.com").template(&page).len(), 0);
    /// ```
    #[must_use]
    pub fn of(&self, source: &str) -> Site {
        Site { profile: Arc::clone(&self.profile), source: source.to_owned() }
    }

    /// The profile.
    ///
    /// ```
    /// # use dechrome::profile::{Profile, Site};
    /// let site = Site::new(Profile::new(Some("url".to_owned())));
    /// assert_eq!(site.of("example.org").profile().by_host(), Some("url"));
    /// ```
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The lines of a document that its source's template has, in order: they stand in at least two other documents and
    /// in more than half of all others, mostly at the same place (first quarter of the lines, last quarter, between),
    /// and at most twice in this one. What stands more often in a document, only numbers differing, is a column of its
    /// own more often than not.
    ///
    /// ```
    /// # use dechrome::{profile::{Profile, Site}, text::Lines};
    /// let mut profile = Profile::new(None);
    /// for page in ["Holm 3\nOf hens\nContact", "Holm 4\nOf bees\nContact", "Holm 5\nOf goats\nLinks"] {
    ///     profile.learn("", &Lines::new(page));
    /// }
    /// let template = Site::new(profile).template(&Lines::new("Holm 6\nOf ducks\nContact"));
    /// let lines: Vec<usize> = template.iter().map(|repeat| repeat.line).collect();
    /// assert_eq!(lines, [0, 2]);
    /// ```
    pub fn template(&self, lines: &Lines<'_>) -> Vec<Repeat> {
        let mut repeats = self.repeats(lines);
        repeats.retain(|repeat| {
            let most = repeat.others >= OTHERS && repeat.others > repeat.of / 2;
            most && 2 * repeat.same_place >= repeat.others && repeat.copies < COPIES
        });
        repeats
    }

    /// The lines of a document that stand in others of its source, in order.
    ///
    /// A document all of whose lines the profile knows is taken for one that it was learnt from, and is not counted
    /// itself.
    #[doc(hidden)]
    pub fn repeats(&self, lines: &Lines<'_>) -> Vec<Repeat> {
        let Some(source) = self.profile.sources.get(&self.source) else { return Vec::new() };
        let mut key = String::new();
        let mut found: Vec<(usize, &str, Count)> = Vec::new();
        let mut copies: HashMap<&str, u32> = HashMap::new();
        let mut itself = 1;
        for (index, text) in lines.iter().enumerate() {
            if line::key(text, &mut key) {
                match source.lines.get_key_value(key.as_str()) {
                    Some((known, count)) => {
                        found.push((index, known, *count));
                        *copies.entry(known).or_default() += 1;
                    }
                    None => itself = 0,
                }
            }
        }
        let of = source.documents.saturating_sub(itself);
        let repeat = |(line, key, count): (usize, &str, Count)| {
            let others = count.documents().saturating_sub(itself);
            let same_place = count.at(Place::of(line, lines.len())).saturating_sub(itself);
            let copies = copies.get(key).copied().unwrap_or_default();
            (others > 0).then_some(Repeat { line, others, of, same_place, copies })
        };
        found.into_iter().filter_map(repeat).collect()
    }
}

/// The host of an address, without `www.`, in lower case; of what is no address, all before the first slash.
///
/// ```
/// # use dechrome::profile::host;
/// assert_eq!(host("https://www.Example.org:8080/hens?page=2"), "example.org");
/// assert_eq!(host("example.org/hens"), "example.org");
/// ```
pub fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let named = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let ported = |(_, port): &(&str, &str)| port.bytes().all(|byte| byte.is_ascii_digit());
    let host = named.rsplit_once(':').filter(ported).map_or(named, |(host, _)| host);
    let host = host.trim().to_lowercase();
    host.strip_prefix("www.").map_or(host.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn above_the_bound_counts_miss_no_more_than_is_said() {
        let mut profile = Profile::default();
        for document in 0..400 {
            let rare: String =
                (0..20).map(|line| format!("{}\n", "x".repeat(1 + (document * 7 + line) % 90))).collect();
            profile.learn("", &Lines::new(&format!("always\n{rare}")));
            profile.bound_to(30);
            assert!(profile.lines() <= 30);
        }
        let counted = profile.sources[""].lines["always"].documents();
        assert!(profile.missed() > 0);
        assert!(counted <= 400 && counted + profile.missed() >= 400, "{counted} and {}", profile.missed());
    }

    #[test]
    fn hosts_are_named_without_what_varies() {
        for (address, expected) in [
            ("https://www.Example.org:8080/a?b#c", "example.org"),
            ("http://user:word@news.example.org", "news.example.org"),
            ("example.org/a", "example.org"),
            ("//[::1]:80/a", ""),
            ("", ""),
        ] {
            assert_eq!(host(address), expected);
        }
    }
}
