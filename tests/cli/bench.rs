//! A fresh folder to run the program in, and what came of a run.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A page with everything on it: a menu, a headline, an article with hard line breaks, a footer.
pub(crate) const PAGE: &str = "\
Home | News | Sport | Weather | Shop
Log in
Share on Facebook

Ferry crews rescue a stranded humpback near Holm Sound

The crew of the morning ferry to Holm Sound turned their boat around on Tuesday, after a
passenger had seen the tail of a whale among the ropes of a mussel farm. It took them four
hours to cut the animal loose, while the passengers handed out tea and kept a look-out.

\"We have done this crossing for thirty years, and nobody had seen one so close to the shore,\"
said the mate. The harbour office has asked all boats to keep their distance until the end of
the week, since the whale is still resting in the shallow water behind the breakwater.

Related articles
Scroll to top
© 2024 Holm Gazette. All rights reserved.
";

/// A fresh folder; everything in it goes with it.
pub(crate) struct Bench {
    folder: TempDir,
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Bench { folder: tempfile::tempdir().unwrap() }
    }

    /// A fresh folder with one file.
    pub(crate) fn with(name: &str, content: impl AsRef<[u8]>) -> Self {
        let bench = Bench::new();
        bench.file(name, content);
        bench
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        fs::write(self.path(name), content).unwrap();
        self
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// The names of all files in the folder, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The program with arguments separated by blanks, in this folder.
    pub(crate) fn command(&self, args: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dechrome"));
        command.args(args.split_whitespace()).current_dir(self.folder.path());
        command.env_remove("COLUMNS").env_remove("NO_COLOR").env_remove("CI");
        command
    }

    pub(crate) fn run(&self, args: &str) -> Ran {
        self.command(args).stdin(Stdio::null()).output().unwrap().into()
    }

    /// Runs the program with `input` on its standard input.
    pub(crate) fn feed(&self, args: &str, input: impl AsRef<[u8]>) -> Ran {
        let mut command = self.command(args);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.as_ref().to_vec();
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        output.into()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let stderr = String::from_utf8(output.stderr).unwrap();
        Ran { stdout: output.stdout, stderr, code: output.status.code() }
    }
}

impl Ran {
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        self
    }

    /// Exits with 0 and says nothing on standard error.
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        self.exits(0).says("")
    }

    #[track_caller]
    pub(crate) fn prints(self, expected: impl AsRef<[u8]>) -> Self {
        let expected = expected.as_ref();
        let shown = [&self.stdout, expected].map(String::from_utf8_lossy);
        assert!(self.stdout == expected, "printed {:?}\nexpected {:?}", shown[0], shown[1]);
        self
    }

    #[track_caller]
    pub(crate) fn says(self, expected: &str) -> Self {
        assert_eq!(self.stderr, expected);
        self
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap()
    }
}

/// Whether the system lets everything be read and written, as it does root. Says so where a test is skipped.
pub(crate) fn is_root(bench: &Bench) -> bool {
    let probe = bench.path("probe");
    fs::write(&probe, "").unwrap();
    let mut mode = fs::metadata(&probe).unwrap().permissions();
    mode.set_readonly(true);
    fs::set_permissions(&probe, mode).unwrap();
    let root = fs::OpenOptions::new().write(true).open(&probe).is_ok();
    fs::remove_file(&probe).unwrap();
    if root {
        println!("skipped: root may read and write everything");
    }
    root
}
