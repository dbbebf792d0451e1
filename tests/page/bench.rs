//! Pages to look at: the program run in a fresh folder.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

/// A page of a web site: a menu, a headline, a date, an article with hard line breaks, a footer.
pub(crate) const DOCUMENT: &str = "\
Harbour Weekly
Home
Boats
Tides
Classifieds
Monday, 3 March 2025

Old crane will stay on the quay

The council has voted to keep the steam crane on the south quay, which has not
lifted anything since the last herring boat was sold and which the harbour
master had wished to see broken up for scrap before the summer.

A group of pensioners has promised to paint it every second year. They have
already scraped the rust from its wheels, and one of them has found the whistle
in a drawer at home, where his father had put it for safety.

Share this article
Related articles
Lighthouse lamp to be sold
Ferry timetable for the winter
\u{a9} 2025 Harbour Weekly. All rights reserved.
";

/// A fresh folder; everything in it goes with it.
pub(crate) struct Bench(TempDir);

impl Bench {
    pub(crate) fn new() -> Self {
        Bench(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        fs::write(self.path(name), content).unwrap();
        self
    }

    /// The page of the arguments, separated by blanks, as `page.html`.
    pub(crate) fn page(&self, args: &str) -> PathBuf {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dechrome"));
        command.args(["clean", "--isolated", "--on-guard", "keep", "--report", "page.html"]);
        let ran = command.args(args.split_whitespace()).current_dir(self.0.path()).output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        self.path("page.html")
    }
}
