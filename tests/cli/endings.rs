//! How runs end: closed pipes, full disks, files that cannot be read.

use std::fs::{self, OpenOptions};
use std::io::Read;
use std::process::Stdio;

use crate::bench::{Bench, PAGE, is_root};

#[test]
fn a_closed_pipe_ends_quietly() {
    let bench = Bench::with("big.txt", PAGE.repeat(200)); // more than a pipe holds
    for verb in ["clean", "diff --exit-zero", "diff --exit-zero --style html", "explain"] {
        let mut command = bench.command(&format!("{verb} big.txt"));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 1];
        let _ = child.stdout.take().unwrap().read(&mut first).unwrap(); // and closed
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr), (Some(0), vec![]), "{verb}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let bench = Bench::with("page.txt", PAGE);
    bench.file("big.txt", PAGE.repeat(200));
    for args in [
        "clean page.txt",
        "clean big.txt page.txt",
        "explain page.txt",
        "diff --style html page.txt",
        "--help",
        "generate man",
    ] {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = bench.command(args).stdout(full).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{args}: {stderr}");
        assert!(
            stderr.starts_with("dechrome: standard output: cannot write: No space left"),
            "{args}: {stderr}"
        );
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
    }
    for option in ["--removed", "--report"] {
        let stderr = bench.run(&format!("clean page.txt {option} /dev/full")).exits(2).stderr;
        assert!(stderr.starts_with("dechrome: /dev/full: cannot write: No space left"), "{stderr}");
    }
}

#[test]
fn a_file_that_fails_does_not_stop_the_others() {
    let bench = Bench::with("a.txt", "first\n");
    bench.file("b.txt", "second\n");
    bench.file("bad.txt", b"\xff");
    let ran = bench.run("clean --no-drop a.txt none.txt bad.txt b.txt").exits(2).prints("first\nsecond\n");
    assert_eq!(
        ran.stderr,
        "dechrome: none.txt: cannot open: No such file or directory (os error 2)\n\
         dechrome: bad.txt: byte 0xFF at offset 0 (line 1) is not UTF-8\n  \
         hint: --encoding windows-1252 decodes it, --encoding auto guesses\n"
    );
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::with("secret.txt", "text\n");
    if is_root(&bench) {
        return;
    }
    fs::set_permissions(bench.path("secret.txt"), fs::Permissions::from_mode(0o0)).unwrap();
    let says = "dechrome: secret.txt: cannot open: Permission denied (os error 13)\n";
    bench.run("clean secret.txt").exits(2).prints("").says(says);
}

#[test]
fn names_cannot_drive_the_terminal() {
    let says = "dechrome: \\u{1b}[2J: cannot open: No such file or directory (os error 2)\n";
    Bench::new().run("clean \u{1b}[2J").exits(2).says(says);
}

#[test]
fn quiet_says_nothing_but_errors_and_verbose_names_each_document() {
    let bench = Bench::with("a.txt", "A line.\n\nAnother line.\n");
    bench
        .run("clean -q --no-drop --no-merge a.txt none.txt")
        .exits(2)
        .says("dechrome: none.txt: cannot open: No such file or directory (os error 2)\n");
    bench.run("clean -v --no-drop --no-merge a.txt").exits(0).says("dechrome: a.txt: 0 of 2 lines dropped\n");
}
