//! Pinned scores: a gate that figures may pass upwards only.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha1::{Digest, Sha1};

use super::Evaluation;
use crate::error::{Error, Result};
use crate::train::rows::{RENDERINGS, Row};

/// Figures may fall short of their floor by this much: what rounding to four places can do.
const SLACK: f64 = 5e-5;

/// Scores pinned for sets of pages, by a name for each set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Floors(BTreeMap<String, Floor>);

/// Pinned scores of one set of pages.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Floor {
    /// SHA-1 over the ids and texts of the pages: the floors hold for these alone.
    digest: String,
    /// Figures by name, 0 to 1.
    figures: BTreeMap<String, f64>,
}

/// A figure that is below its floor.
#[derive(Debug, Clone, PartialEq)]
pub struct Short {
    /// Name of the figure.
    pub figure: String,
    /// What it is now.
    pub found: f64,
    /// What it must be.
    pub floor: f64,
}

/// What identifies a set of pages.
pub fn digest(rows: &[Row]) -> String {
    let mut sha = Sha1::new();
    for row in rows {
        sha.update(row.id.as_bytes());
        for text in (0..RENDERINGS.len()).filter_map(|index| row.rendering(index)) {
            sha.update(text.as_bytes());
        }
        sha.update(row.gold.as_deref().unwrap_or("").as_bytes());
    }
    sha.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The figures of an evaluation, by name.
pub fn figures(evaluations: &[Evaluation]) -> BTreeMap<String, f64> {
    let rounded = |figure: f64| (figure * 1e4).round() / 1e4;
    let mut figures = BTreeMap::new();
    for evaluation in evaluations {
        if let Some(words) = evaluation.words() {
            figures.insert(format!("{} words F1", evaluation.rendering), rounded(words.f1));
        }
        let snippets = evaluation.snippets();
        if snippets.asked() > 0 {
            figures.insert(format!("{} snippets F1", evaluation.rendering), rounded(snippets.f1()));
        }
    }
    figures
}

impl Floors {
    /// Reads floors from JSON.
    ///
    /// # Errors
    /// If the text is not of this form.
    pub fn parse(json: &str) -> Result<Self> {
        serde_json::from_str(json).map_err(|e| Error::invalid(format!("not a file of floors: {e}")))
    }

    /// The floors as JSON.
    ///
    /// # Errors
    /// If a figure is not finite.
    pub fn to_json(&self) -> Result<String> {
        let json = serde_json::to_string_pretty(self);
        json.map(|json| json + "\n").map_err(|e| Error::invalid(format!("floors: {e}")))
    }

    /// The figures of a set that are below its floors.
    ///
    /// # Errors
    /// If there are no floors of this name, or they hold for other pages.
    pub fn check(&self, set: &str, digest: &str, figures: &BTreeMap<String, f64>) -> Result<Vec<Short>> {
        let known = || self.0.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        let floor = self.0.get(set);
        let floor =
            floor.ok_or_else(|| Error::invalid(format!("no floors for {set:?}, only for {}", known())))?;
        if floor.digest != digest {
            let what = format!("floors of {set:?} hold for the pages {}, these are {digest}", floor.digest);
            return Err(Error::invalid(what));
        }
        let short = |(figure, &floor): (&String, &f64)| {
            let found = figures.get(figure).copied().unwrap_or(0.0);
            (found < floor - SLACK).then(|| Short { figure: figure.clone(), found, floor })
        };
        Ok(floor.figures.iter().filter_map(short).collect())
    }

    /// Whether there are floors of this name.
    pub fn names(&self, set: &str) -> bool {
        self.0.contains_key(set)
    }

    /// Pins figures for a set.
    pub fn pin(&mut self, set: &str, digest: &str, figures: BTreeMap<String, f64>) {
        self.0.insert(set.to_owned(), Floor { digest: digest.to_owned(), figures });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(f1: f64) -> BTreeMap<String, f64> {
        BTreeMap::from([("block words F1".to_owned(), f1)])
    }

    #[test]
    fn a_figure_below_its_floor_is_named() {
        let mut floors = Floors::default();
        floors.pin("news", "abc", figures(0.9));
        let floors = Floors::parse(&floors.to_json().unwrap()).unwrap();
        assert_eq!(floors.check("news", "abc", &figures(0.9)).unwrap(), []);
        let short = floors.check("news", "abc", &figures(0.85)).unwrap();
        assert_eq!((short[0].figure.as_str(), short[0].found, short[0].floor), ("block words F1", 0.85, 0.9));
    }

    #[test]
    fn floors_hold_for_their_pages_only() {
        let mut floors = Floors::default();
        floors.pin("news", "abc", figures(0.9));
        assert!(floors.check("news", "abd", &figures(0.9)).is_err());
        assert!(floors.check("web", "abc", &figures(0.9)).is_err());
        assert!(Floors::parse("{\"news\": {}}").is_err());
    }
}
