//! The options of cleaning as they stand in a TOML file: in `dechrome.toml` and with golden cases.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::label::Policy;
use crate::merge::Hyphens;
use crate::pipeline::{Drop, Merge, Options};
use crate::plan::{Kind, UnknownKind};

/// The options, under the names of the flags of the command line.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Settings {
    no_drop: bool,
    no_merge: bool,
    no_dehyphenate: bool,
    threshold: Option<f32>,
    keep: Vec<String>,
    drop: Vec<String>,
    max_removed: Option<f32>,
}

impl Settings {
    /// The options they stand for.
    ///
    /// # Errors
    /// If a share is outside 0 to 1, a kind is unknown, or one is both kept and dropped.
    pub fn options(&self) -> Result<Options> {
        for (key, share) in [("threshold", self.threshold), ("max-removed", self.max_removed)] {
            if let Some(share) = share.filter(|share| !(0.0..=1.0).contains(share)) {
                return Err(Error::invalid(format!("{key} is {share}, outside 0 to 1")));
            }
        }
        let (keep, drop) = (kinds("keep", &self.keep)?, kinds("drop", &self.drop)?);
        if let Some(kind) = keep.iter().find(|kind| drop.contains(kind)) {
            return Err(Error::invalid(format!("{kind} is in both keep and drop")));
        }
        Ok(Options {
            drop: if self.no_drop { Drop::Nothing } else { Drop::Chrome },
            merge: if self.no_merge { Merge::Nothing } else { Merge::Breaks },
            hyphens: if self.no_dehyphenate { Hyphens::Keep } else { Hyphens::Mend },
            policy: Policy { threshold: self.threshold, keep, drop, max_removed: self.max_removed },
            rules: crate::rules::Rules::default(),
        })
    }
}

fn kinds(key: &str, ids: &[String]) -> Result<Vec<Kind>> {
    ids.iter()
        .map(|id| id.parse().map_err(|unknown: UnknownKind| Error::invalid(unknown.to_string()).at(key)))
        .collect()
}

/// Reads a value from TOML.
///
/// # Errors
/// If the text is not TOML or has other keys than the value; the error names the line.
pub fn from_toml<T: DeserializeOwned>(text: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = text.bytes().take(start).filter(|&byte| byte == b'\n').count() + 1;
        Error::invalid(error.message().replace('\n', ", ")).at(format_args!("line {line}"))
    })
}
