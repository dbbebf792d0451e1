//! Labelled pages: rows of a JSON Lines corpus.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha1::{Digest, Sha1};

use crate::error::{Error, Result};

/// Names of the renderings a row may hold, in order.
pub const RENDERINGS: [&str; 3] = ["block", "split", "layout"];

/// One page: its whole text, in up to three renderings, and what of it is content.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Row {
    /// Name of the page.
    pub id: String,
    /// Where it came from; pages of one host are never split between training and test.
    #[serde(default)]
    pub url: Option<String>,
    /// Which collection it is from.
    #[serde(default)]
    pub source: Option<String>,
    /// What kind of page it is.
    #[serde(default, rename = "type")]
    pub page_type: Option<String>,
    /// The main text, if people chose it.
    #[serde(default)]
    pub gold: Option<String>,
    /// The main text, if a program chose it.
    #[serde(default)]
    pub silver: Option<String>,
    /// The choice of another program.
    #[serde(default)]
    pub silver2: Option<String>,
    /// Snippets that are content.
    #[serde(default)]
    pub with: Option<Vec<String>>,
    /// Snippets that are chrome.
    #[serde(default)]
    pub without: Option<Vec<String>>,
    /// Paragraphs on one line each.
    #[serde(default)]
    pub block: Option<String>,
    /// Every piece of text on a line of its own.
    #[serde(default)]
    pub split: Option<String>,
    /// Indented, tables laid out.
    #[serde(default)]
    pub layout: Option<String>,
    /// A text without named rendering.
    #[serde(default)]
    pub text: Option<String>,
}

impl Row {
    /// The text of one of the [`RENDERINGS`]; a row with `text` alone has one rendering, the first.
    pub fn rendering(&self, index: usize) -> Option<&str> {
        match index {
            0 => self.block.as_deref().or(self.text.as_deref()),
            1 => self.split.as_deref(),
            _ => self.layout.as_deref(),
        }
    }

    /// The host without `www.`, or the id where there is no host.
    pub fn site(&self) -> String {
        let url = self.url.as_deref().unwrap_or("");
        let host =
            url.split_once("://").map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or(""));
        let host = host.to_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host);
        if host.is_empty() { self.id.clone() } else { host.to_owned() }
    }

    /// A byte of the site's SHA-1 digest: what splits sites into folds.
    pub fn site_byte(&self, index: usize) -> u8 {
        Sha1::digest(self.site().as_bytes())[index]
    }
}

/// The `index`th of `count` parts of the sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// Counts from 0.
    pub index: u8,
    /// How many parts there are.
    pub count: u8,
}

impl Fold {
    /// Whether the row's site falls into this part.
    pub fn holds(self, row: &Row) -> bool {
        row.site_byte(1) % self.count == self.index
    }
}

impl std::str::FromStr for Fold {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let fold = text
            .split_once('/')
            .and_then(|(i, n)| Some(Fold { index: i.parse().ok()?, count: n.parse().ok()? }));
        fold.filter(|f| f.index < f.count)
            .ok_or_else(|| format!("{text:?} is not of the form I/N with I below N, as in 0/5"))
    }
}

/// Reads the rows of a corpus, plain or gzip by extension.
///
/// # Errors
/// If the file cannot be read, or a row is not an object of this form; the line is named.
pub fn read<Row: DeserializeOwned>(path: &Path) -> Result<Vec<Row>> {
    let file = File::open(path).map_err(|e| Error::io("open", e).in_file(path))?;
    let gzip = path.extension().is_some_and(|extension| extension == "gz");
    let input: Box<dyn Read> = if gzip { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut rows = Vec::new();
    for (index, line) in BufReader::new(input).lines().enumerate() {
        let line = line.map_err(|e| Error::io("read", e).in_file(path))?;
        if line.trim().is_empty() {
            continue;
        }
        let row = serde_json::from_str(&line).map_err(|error| not_a_row(&error));
        rows.push(row.map_err(|e| e.at(format!("line {}", index + 1)).in_file(path))?);
    }
    Ok(rows)
}

/// The line that the parser counts is always the first: the place has the right one.
fn not_a_row(error: &serde_json::Error) -> Error {
    let what = error.to_string();
    let what = what.rsplit_once(" at line ").map_or(&*what, |(what, _)| what);
    Error::invalid(format!("not a row of this corpus at column {}: {what}", error.column()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, url: Option<&str>) -> Row {
        Row { id: id.to_owned(), url: url.map(str::to_owned), ..Row::default() }
    }

    #[test]
    fn a_site_is_a_host_without_www() {
        assert_eq!(row("7", Some("https://www.Example.org/a?b")).site(), "example.org");
        assert_eq!(row("7", Some("https://news.example.org")).site(), "news.example.org");
        assert_eq!(row("7", None).site(), "7");
    }

    #[test]
    fn folds_are_parsed_and_split_by_site() {
        assert_eq!("0/5".parse(), Ok(Fold { index: 0, count: 5 }));
        assert!("5/5".parse::<Fold>().is_err() && "x".parse::<Fold>().is_err());
        // sha1("example.org")[1] is 0xc7... the part must not depend on the page
        let parts: Vec<u8> = ["https://example.org/1", "http://www.example.org/2"]
            .map(|url| row("", Some(url)).site_byte(1))
            .to_vec();
        assert_eq!(parts[0], parts[1]);
    }
}
