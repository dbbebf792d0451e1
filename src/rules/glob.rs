//! Patterns of paths: which documents a rule or other options hold for.

use std::path::Path;

use globset::{GlobBuilder, GlobMatcher};

use crate::error::{Error, Result};

/// A glob as in ignore files: `*` and `?` stop at a slash, `**` does not; without a slash it is matched with the name
/// of the file alone, and a folder (`news/`) stands for all below it.
///
/// ```
/// use std::path::Path;
///
/// use dechrome::rules::Glob;
///
/// assert!(Glob::new("*.md")?.matches(Path::new("notes/tides.md")));
/// assert!(!Glob::new("notes/*.md")?.matches(Path::new("notes/may/tides.md")));
/// assert!(Glob::new("notes/**/*.md")?.matches(Path::new("notes/may/tides.md")));
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Glob {
    matcher: GlobMatcher,
    name_alone: bool,
}

impl Glob {
    /// Compiles a glob; a slash at its start changes nothing but that it is matched with the whole path.
    ///
    /// ```
    /// # use dechrome::rules::Glob;
    /// assert_eq!(Glob::new("").unwrap_err().to_string(), "glob is empty: it would match no document");
    /// ```
    ///
    /// # Errors
    /// If it is empty or not a glob.
    pub fn new(glob: &str) -> Result<Self> {
        if glob.is_empty() {
            return Err(Error::invalid("glob is empty: it would match no document"));
        }
        let name_alone = !glob.contains('/');
        let below = if glob.ends_with('/') { "**" } else { "" };
        let full = format!("{}{below}", glob.trim_start_matches('/'));
        let built = GlobBuilder::new(&full).literal_separator(true).build();
        let built = built
            .map_err(|error| Error::invalid(format!("glob {glob:?} is not a glob: {}", error.kind())))?;
        Ok(Glob { matcher: built.compile_matcher(), name_alone })
    }

    /// Whether it matches a path.
    ///
    /// ```
    /// # use std::path::Path;
    /// # use dechrome::rules::Glob;
    /// let glob = Glob::new("news/")?;
    /// assert!(glob.matches(Path::new("news/may/fair.txt")));
    /// assert!(!glob.matches(Path::new("old/news/fair.txt")));
    /// # Ok::<(), dechrome::Error>(())
    /// ```
    pub fn matches(&self, path: &Path) -> bool {
        match path.file_name() {
            Some(name) if self.name_alone => self.matcher.is_match(name),
            _ => self.matcher.is_match(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_bind_to_folders() {
        for (glob, path, matches) in [
            ("*.md", "a/b.md", true),
            ("news/*", "news/a.txt", true),
            ("news/*", "news/may/a.txt", false),
            ("news/", "news/may/a.txt", true),
            ("/news/**", "news/a.txt", true),
            ("**/may/*.txt", "news/may/a.txt", true),
            ("news/**", "old/news/a.txt", false),
        ] {
            assert_eq!(Glob::new(glob).unwrap().matches(Path::new(path)), matches, "{glob} {path}");
        }
        let message = |glob: &str| Glob::new(glob).unwrap_err().to_string();
        assert_eq!(message(""), "glob is empty: it would match no document");
        assert_eq!(message("a[b"), "glob \"a[b\" is not a glob: unclosed character class; missing ']'");
    }
}
