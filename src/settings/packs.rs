//! Packs: the rule files that come with the program, for documents of some form.

use super::{Settings, from_toml};
use crate::error::{Error, Result};

macro_rules! packs {
    ($($name:literal),+) => {
        /// The names of all packs.
        pub const NAMES: &[&str] = &[$($name),+];
        const FILES: &[&str] = &[$(include_str!(concat!("../../packs/", $name, ".toml"))),+];
    };
}

packs!["email", "forum", "gutenberg", "newsletter", "transcript"];

/// What a pack holds.
///
/// # Errors
/// If there is none of that name.
pub fn settings(name: &str) -> Result<Settings> {
    match NAMES.iter().position(|known| *known == name) {
        Some(index) => from_toml(FILES[index]).map_err(|error| error.at(format_args!("pack {name}"))),
        None => Err(Error::invalid(format!("{name:?} is not a pack; packs are {}", NAMES.join(", ")))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pack_reads_says_what_it_is_for_and_why_each_rule_is_there() {
        for (name, file) in NAMES.iter().zip(FILES) {
            let pack = settings(name).unwrap();
            assert!(pack.options().unwrap().rules.iter().all(|rule| rule.reason.is_some()), "{name}");
            let only_rules =
                Settings { keep: pack.keep.clone(), drop: pack.drop.clone(), ..Settings::default() };
            assert_eq!(pack, only_rules, "{name}");
            assert!(file.starts_with("# "), "{name}");
        }
        let message = settings("mail").unwrap_err().to_string();
        assert_eq!(
            message,
            "\"mail\" is not a pack; packs are email, forum, gutenberg, newsletter, transcript"
        );
    }
}
