//! What is wrong with an input is said in one clear line, the exit code is right, and nothing is written: one file of
//! tests/bad_input a row, with the command, the files it finds, and the very words.
//!
//! A row begins with `#` and what is wrong, and `$` and the command. Then come parts, each below a line `--- WHAT NAME HOW`:
//! - `file NAME` the content of a file; `escaped` reads `\xNN`, `\n` and the like and no line ends, `hex` hexadecimal digits;
//! - `model NAME` the shipped model with changes: `FROM => TO`, or `cut N` for its first N bytes;
//! - `folder NAME`, `link NAME TARGET`, `read-only NAME`, `closed NAME` (no rights; skipped as root);
//! - `stdin` what standard input holds, in the same forms as a file;
//! - `says`, `prints` and `exit CODE` what is expected; nothing said or printed and code 2 if left out.
//!
//! With `RENEW` set, `says`, `prints` and `exit` are written anew: then read the difference.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may stop at what it does not expect"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A row as it is written.
#[derive(Debug)]
struct Row {
    path: PathBuf,
    command: String,
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    head: Vec<String>,
    body: String,
}

impl Part {
    fn what(&self) -> &str {
        &self.head[0]
    }

    /// The content it stands for.
    fn bytes(&self, form: usize) -> Vec<u8> {
        match self.head.get(form).map(String::as_str) {
            None => self.body.clone().into_bytes(),
            Some("hex") => {
                let digits: Vec<u8> = self.body.bytes().filter(u8::is_ascii_hexdigit).collect();
                digits.chunks(2).map(|pair| byte(std::str::from_utf8(pair).unwrap())).collect()
            }
            Some("escaped") => unescaped(&self.body),
            Some(form) => panic!("no form {form}"),
        }
    }
}

fn byte(digits: &str) -> u8 {
    u8::from_str_radix(digits, 16).unwrap()
}

fn unescaped(body: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let body = body.replace('\n', "");
    let mut parts = body.split('\\');
    bytes.extend_from_slice(parts.next().unwrap().as_bytes());
    while let Some(part) = parts.next() {
        let (escape, rest) = match part.as_bytes().first() {
            Some(b'x') => (byte(&part[1..3]), &part[3..]),
            Some(b'n') => (b'\n', &part[1..]),
            Some(b'r') => (b'\r', &part[1..]),
            Some(b'0') => (b'\0', &part[1..]),
            Some(b'e') => (0x1b, &part[1..]),
            Some(_) => panic!("\\{part}"),
            None => (b'\\', parts.next().unwrap()),
        };
        bytes.push(escape);
        bytes.extend_from_slice(rest.as_bytes());
    }
    bytes
}

fn rows() -> Vec<Row> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad_input");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(read).collect()
}

fn read(path: PathBuf) -> Row {
    let text = fs::read_to_string(&path).unwrap();
    let (head, rest) = text.split_once("\n--- ").unwrap_or((&text, ""));
    let (why, command) = head.split_once("\n$ dechrome ").unwrap_or_else(|| panic!("{}", path.display()));
    assert!(why.starts_with("# ") && !command.trim().contains('\n'), "{}", path.display());
    let part = |part: &str| {
        let (head, body) = part.split_once('\n').unwrap_or((part, ""));
        let body =
            if body.is_empty() || body.ends_with('\n') { body.to_owned() } else { format!("{body}\n") };
        Part { head: words(head), body }
    };
    let parts = if rest.is_empty() { Vec::new() } else { rest.split("\n--- ").map(part).collect() };
    Row { command: command.trim().to_owned(), parts, path }
}

/// The words of a command, with `'` and `$'` as in a shell.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![];
    let mut rest = command.trim_start();
    while !rest.is_empty() {
        let (word, after) = if let Some(quoted) = rest.strip_prefix("$'") {
            let (word, after) = quoted.split_once('\'').unwrap();
            (String::from_utf8(unescaped(word)).unwrap(), after)
        } else if let Some(quoted) = rest.strip_prefix('\'') {
            let (word, after) = quoted.split_once('\'').unwrap();
            (word.to_owned(), after)
        } else {
            let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
            (word.to_owned(), after)
        };
        words.push(word);
        rest = after.trim_start();
    }
    words
}

/// What a run may see and do.
struct Scene {
    folder: tempfile::TempDir,
    stdin: Vec<u8>,
}

impl Row {
    /// Sets the scene; `None` where this user cannot play it.
    fn scene(&self) -> Option<Scene> {
        let mut scene = Scene { folder: tempfile::tempdir().unwrap(), stdin: Vec::new() };
        for part in &self.parts {
            let path = || {
                let path = scene.folder.path().join(&part.head[1]);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                path
            };
            match part.what() {
                "file" => fs::write(path(), part.bytes(2)).unwrap(),
                "model" => fs::write(path(), model(&part.body)).unwrap(),
                "folder" => fs::create_dir_all(path()).unwrap(),
                "link" => link(&part.head[2], &path()),
                "read-only" => chmod(&path(), 0o444),
                "closed" if is_root() => return None,
                "closed" => chmod(&path(), 0o000),
                "stdin" => scene.stdin = part.bytes(1),
                "says" | "prints" | "exit" => {}
                other => panic!("{}: {other}", self.path.display()),
            }
        }
        Some(scene)
    }

    fn expected(&self, what: &str) -> &str {
        self.parts.iter().find(|part| part.what() == what).map_or("", |part| &part.body)
    }

    fn code(&self) -> i32 {
        let exit = self.parts.iter().find(|part| part.what() == "exit");
        exit.map_or(2, |part| part.head[1].parse().unwrap())
    }

    /// The row with what came of it.
    fn renewed(&self, ran: &Ran) -> String {
        let text = fs::read_to_string(&self.path).unwrap();
        let mut kept: Vec<&str> = text.split("\n--- ").collect();
        kept.retain(|part| !["says", "prints", "exit"].iter().any(|what| part.starts_with(what)));
        let mut out = kept.join("\n--- ").trim_end_matches('\n').to_owned();
        for (what, said) in [("says", &ran.stderr), ("prints", &ran.stdout)] {
            if !said.is_empty() {
                out.push_str(&format!("\n--- {what}\n{}", said.trim_end_matches('\n')));
            }
        }
        if ran.code != 2 {
            out.push_str(&format!("\n--- exit {}", ran.code));
        }
        out + "\n"
    }
}

/// The shipped model with changes.
fn model(changes: &str) -> Vec<u8> {
    let mut bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("model/default.model")).unwrap();
    for change in changes.lines() {
        if let Some(length) = change.strip_prefix("cut ") {
            bytes.truncate(length.parse().unwrap());
        } else {
            let (from, to) = change.split_once(" => ").unwrap();
            let at = bytes.windows(from.len()).position(|found| found == from.as_bytes()).unwrap();
            bytes.splice(at..at + from.len(), to.bytes());
        }
    }
    bytes
}

#[cfg(unix)]
fn link(target: &str, path: &Path) {
    std::os::unix::fs::symlink(target, path).unwrap();
}

#[cfg(unix)]
fn chmod(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn is_root() -> bool {
    fs::read("/proc/self/status").is_ok_and(|status| String::from_utf8_lossy(&status).contains("Uid:\t0\t"))
}

struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Scene {
    fn run(&self, command: &str) -> Ran {
        let mut run = Command::new(env!("CARGO_BIN_EXE_dechrome"));
        run.args(words(command)).current_dir(self.folder.path());
        run.env_remove("COLUMNS").env_remove("NO_COLOR").env_remove("CI");
        let mut child =
            run.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = self.stdin.clone();
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Ran {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Every file, folder and link with its mode, times, number and content.
    fn listing(&self) -> BTreeMap<PathBuf, String> {
        let mut found = BTreeMap::new();
        list(self.folder.path(), &mut found);
        found
    }
}

#[cfg(unix)]
fn list(folder: &Path, found: &mut BTreeMap<PathBuf, String>) {
    use std::os::unix::fs::MetadataExt;
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let about = fs::symlink_metadata(&path).unwrap();
        let content = if about.is_file() { fs::read(&path).unwrap_or_default() } else { Vec::new() };
        let target = fs::read_link(&path).unwrap_or_default();
        // A folder's own times tell only that a temporary file came and went.
        let times = if about.is_dir() { (0, 0) } else { (about.mtime(), about.mtime_nsec()) };
        let times = (times, about.ino(), about.mode());
        found.insert(path.clone(), format!("{times:?} {target:?} {content:?}"));
        if about.is_dir() {
            list(&path, found);
        }
    }
}

#[test]
fn every_row_says_what_is_wrong_and_writes_nothing() {
    let rows = rows();
    assert!(rows.len() >= 60, "only {} rows", rows.len());
    let renew = std::env::var_os("RENEW").is_some();
    let mut wrong = Vec::new();
    for row in &rows {
        let name = row.path.file_stem().unwrap().to_string_lossy().into_owned();
        let Some(scene) = row.scene() else {
            println!("{name} skipped: root may read everything");
            continue;
        };
        let before = scene.listing();
        let ran = scene.run(&row.command);
        let after = scene.listing();
        if renew {
            fs::write(&row.path, row.renewed(&ran)).unwrap();
        } else if (ran.code, &*ran.stderr, ran.stdout.trim_end())
            != (row.code(), row.expected("says"), row.expected("prints").trim_end())
        {
            wrong.push(format!("{name}: exit {}\n{}{}", ran.code, ran.stderr, ran.stdout));
        }
        let touched: Vec<_> = after.iter().filter(|(path, about)| before.get(*path) != Some(about)).collect();
        if before != after {
            wrong.push(format!("{name}: wrote {touched:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Lower case, no full stop, one line and at most one hint; usage errors have the form of their parser.
#[test]
fn messages_keep_to_their_form() {
    for row in rows() {
        let name = row.path.file_stem().unwrap().to_string_lossy().into_owned();
        let says = row.expected("says");
        assert!(row.code() == 2 && !says.is_empty(), "{name}: nothing is wrong here");
        assert!(!says.chars().any(|c| c.is_control() && c != '\n'), "{name}: {says:?}");
        let mut hints = 0;
        for line in says.lines() {
            hints = if line.starts_with("  hint: ") { hints + 1 } else { 0 };
            assert!(hints < 2, "{name}: {says}");
            assert!(line.starts_with("dechrome: ") || line.starts_with("  hint: "), "{name}: {line}");
            assert!(!line.ends_with('.'), "{name}: {line}");
        }
    }
}
