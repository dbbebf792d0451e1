//! Profiles as JSON: what is written is what was counted, one line of the file for each line of a source.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::counts::{Count, Source};
use super::line;
use super::{LINES, Profile};
use crate::error::{Error, Result};

/// Version of the form below.
const VERSION: u32 = 1;
/// Most bytes of a profile's file, for those who read it: 256 MiB.
pub const LIMIT: u64 = 1 << 28;

#[derive(Deserialize)]
struct Versioned {
    #[serde(rename = "dechrome-profile")]
    version: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    #[serde(rename = "dechrome-profile")]
    _version: u32,
    by_host: Option<String>,
    missed: u32,
    sources: Vec<SourceEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceEntry {
    source: String,
    documents: u32,
    lines: Vec<LineEntry>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct LineEntry {
    line: String,
    head: u32,
    inside: u32,
    tail: u32,
}

impl Profile {
    /// The profile as JSON, sources by name, the lines of each by how many documents have them. The same profile gives
    /// the same text.
    ///
    /// ```json
    /// {"dechrome-profile": 1, "by-host": "url", "missed": 0, "sources": [
    /// {"source": "example.org", "documents": 40, "lines": [
    /// {"line":"all rights reserved","head":0,"inside":0,"tail":40},
    /// {"line":"page 0 of 0","head":0,"inside":7,"tail":12}]}]}
    /// ```
    ///
    /// ```
    /// # use dechrome::{profile::Profile, text::Lines};
    /// let mut profile = Profile::new(None);
    /// profile.learn("", &Lines::new("Of hens\n\nIt rained.\nContact\n"));
    /// let json = profile.to_json();
    /// assert!(json.contains(r#"{"line":"contact","head":0,"inside":0,"tail":1}"#));
    /// assert_eq!(Profile::from_json(json.as_bytes())?.to_json(), json);
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    pub fn to_json(&self) -> String {
        // Writing a string to one cannot fail.
        let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
        let by_host = self.by_host.as_deref().map_or("null".to_owned(), quoted);
        let mut json = format!(
            "{{\"dechrome-profile\": {VERSION}, \"by-host\": {by_host}, \"missed\": {}, \"sources\": [",
            self.missed
        );
        for (index, (name, source)) in self.sources.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            let (name, documents) = (quoted(name), source.documents);
            // Writing to a string cannot fail.
            let _ = write!(json, "{comma}\n{{\"source\": {name}, \"documents\": {documents}, \"lines\": [");
            let mut lines: Vec<(&str, &Count)> =
                source.lines.iter().map(|(line, count)| (&**line, count)).collect();
            lines.sort_unstable_by_key(|(line, count)| (std::cmp::Reverse(count.documents()), *line));
            for (index, (line, count)) in lines.into_iter().enumerate() {
                let comma = if index > 0 { "," } else { "" };
                let (line, Count { head, inside, tail, .. }) = (quoted(line), count);
                let _ = write!(
                    json,
                    "{comma}\n{{\"line\":{line},\"head\":{head},\"inside\":{inside},\"tail\":{tail}}}"
                );
            }
            json.push_str("]}");
        }
        json.push_str("]}\n");
        json
    }

    /// Reads a profile.
    ///
    /// ```
    /// # use dechrome::profile::Profile;
    /// let newer = br#"{"dechrome-profile": 2}"#;
    /// let error = Profile::from_json(newer).unwrap_err();
    /// assert_eq!(error.to_string(), "a profile of version 2, only 1 is known");
    /// ```
    ///
    /// # Errors
    /// If it is not JSON of this form and version, a line is none that can be counted or stands there twice, its counts
    /// do not fit the documents of its source, or there are more than [`LINES`].
    pub fn from_json(json: &[u8]) -> Result<Self> {
        let not_one = |error: serde_json::Error| Error::invalid(format!("not a profile: {error}"));
        let Versioned { version } = serde_json::from_slice(json).map_err(not_one)?;
        if version != VERSION {
            return Err(Error::invalid(format!("a profile of version {version}, only {VERSION} is known")));
        }
        let file: File = serde_json::from_slice(json).map_err(not_one)?;
        let mut profile = Profile { by_host: file.by_host, missed: file.missed, ..Profile::default() };
        for entry in file.sources {
            let name = entry.source.clone();
            let source = read_source(entry).map_err(|error| error.at(format!("source {name:?}")))?;
            if profile.sources.insert(name.clone(), source).is_some() {
                return Err(Error::invalid(format!("source {name:?} stands there twice")));
            }
        }
        profile.recount();
        match profile.lines {
            lines if lines > LINES => {
                Err(Error::invalid(format!("{lines} lines, more than the limit of {LINES}")))
            }
            _ => Ok(profile),
        }
    }
}

fn read_source(entry: SourceEntry) -> Result<Source> {
    let mut source = Source { documents: entry.documents, ..Source::default() };
    let mut key = String::new();
    for LineEntry { line, head, inside, tail } in entry.lines {
        let at = |what: String| Error::invalid(format!("line {line:?} {what}"));
        let documents = u64::from(head) + u64::from(inside) + u64::from(tail);
        if documents == 0 || documents > u64::from(entry.documents) {
            return Err(at(format!("counts {documents} documents, outside 1 to {}", entry.documents)));
        }
        if !line::key(&line, &mut key) || key != line {
            return Err(at("is not as learn writes it: lower case, 0 for digits, single spaces".to_owned()));
        }
        if source.lines.insert(line.as_str().into(), Count::new([head, inside, tail])).is_some() {
            return Err(at("stands there twice".to_owned()));
        }
    }
    Ok(source)
}
