//! Files that change under a run, runs that are killed: each file holds its old or its new content.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::bench::{Bench, PAGE, Ran};

/// A document that is larger than the program's buffers, in `n` different forms.
fn big(n: usize) -> String {
    format!("Number {n} of many ferries.\n\n") + &PAGE.repeat(40)
}

/// What cleaning in place makes of a document.
fn cleaned(text: &str) -> Vec<u8> {
    Bench::new().feed("clean", text).exits(0).stdout
}

/// A run over rows that has begun: it waits for more of them.
fn begun(bench: &Bench, args: &str) -> (Child, std::process::ChildStdin) {
    let mut command = bench.command(args);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let stdin = child.stdin.take().unwrap();
    (child, stdin)
}

/// The file that was opened is the one that is replaced, and nothing behind a link that came later.
#[test]
fn a_file_that_becomes_a_link_while_running_leads_nowhere_else() {
    use std::io::Write;
    let bench = Bench::with("record", "old\n");
    bench.file("precious", "mine\n");
    let (child, mut stdin) = begun(&bench, "clean --format jsonl --removed record");
    // More than two batches: the program has begun its files when the last of it is taken.
    stdin.write_all("{\"text\":\"Home\\nNews\\nLog in\"}\n".repeat(30_000).as_bytes()).unwrap();
    fs::remove_file(bench.path("record")).unwrap();
    symlink("precious", bench.path("record")).unwrap();
    drop(stdin);
    let ran: Ran = child.wait_with_output().unwrap().into();
    ran.exits(0);
    assert_eq!(bench.read("precious"), b"mine\n");
    assert!(!fs::symlink_metadata(bench.path("record")).unwrap().is_symlink());
}

/// What is replaced is what was read, and no other file that a link leads to by then.
#[test]
fn a_file_that_becomes_a_link_after_it_was_read_is_left_alone() {
    use rustix::fs::{CWD, Mode, mkfifoat};
    let old = big(1).repeat(20);
    let bench = Bench::with("a.txt", &old);
    bench.file("precious", "mine\n");
    mkfifoat(CWD, bench.path("wait"), Mode::RUSR | Mode::WUSR).unwrap();
    // The first file is read by one thread until somebody writes it, and the second, meanwhile, by the other.
    let mut command = bench.command("clean -i -j 2 wait a.txt");
    let child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let counts = format!("/proc/{}/io", child.id());
    let read = || {
        let counts = fs::read_to_string(&counts).unwrap();
        counts.lines().find_map(|line| line.strip_prefix("rchar: ")?.parse::<usize>().ok()).unwrap()
    };
    let deadline = Instant::now() + Duration::from_secs(60);
    while read() < old.len() {
        assert!(Instant::now() < deadline, "a.txt was never read");
        std::thread::yield_now();
    }
    fs::rename(bench.path("a.txt"), bench.path("b.txt")).unwrap();
    symlink("precious", bench.path("a.txt")).unwrap();
    drop(fs::OpenOptions::new().write(true).open(bench.path("wait")).unwrap());
    let ran: Ran = child.wait_with_output().unwrap().into();
    ran.exits(2).says(
        "dechrome: wait: not a regular file, so it cannot be replaced\n\
         dechrome: a.txt: leads elsewhere than when it was read\n",
    );
    assert_eq!((bench.read("precious"), bench.read("b.txt")), (b"mine\n".to_vec(), old.into_bytes()));
    assert_eq!(bench.names(), ["a.txt", "b.txt", "precious", "wait"]);
}

/// A model is read once, before the first document: a run goes on with the one it began with.
#[test]
fn a_model_swapped_while_running_changes_nothing() {
    use std::io::Write;
    let shipped = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("model/default.model")).unwrap();
    let bench = Bench::with("model", &shipped);
    let row = format!("{}\n", serde_json::json!({"text": PAGE})).repeat(600); // several batches
    let expected = bench.feed("clean --format jsonl", &row).exits(0).stdout;
    let mut command = bench.command("clean --format jsonl --model model");
    let file = fs::File::create(bench.path("out")).unwrap();
    let mut child = command.stdin(Stdio::piped()).stdout(file).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let (first, second) = row.split_at(row.len() / 2);
    stdin.write_all(first.as_bytes()).unwrap();
    fs::write(bench.path("model"), "no model").unwrap();
    stdin.write_all(second.as_bytes()).unwrap();
    drop(stdin);
    assert!(child.wait().unwrap().success());
    assert!(bench.read("out") == expected);
}

#[test]
fn two_runs_over_one_file_leave_a_whole_one() {
    for _ in 0..10 {
        let bench = Bench::new();
        let names: Vec<String> = (0..6).map(|n| format!("{n}.txt")).collect();
        for (n, name) in names.iter().enumerate() {
            bench.file(name, big(n));
        }
        let run = || bench.command("clean -i .").stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let [one, other] = [run(), run()].map(|child| Ran::from(child.wait_with_output().unwrap()));
        one.exits(0).says("");
        other.exits(0).says("");
        assert_eq!(bench.names(), names);
        for (n, name) in names.iter().enumerate() {
            let once = cleaned(&big(n));
            let twice = cleaned(std::str::from_utf8(&once).unwrap());
            assert!([once, twice].contains(&bench.read(name)), "{name}");
        }
    }
}

/// `KILLS` says how often (`.ci/kill`): at moments from a run's start to its end, it is killed as by a power cut of
/// processes.
#[test]
fn killed_at_any_moment_every_file_is_the_old_or_the_new_one() {
    let kills: u32 = std::env::var("KILLS").map_or(20, |kills| kills.parse().unwrap());
    let olds: Vec<Vec<u8>> = (0..8).map(|n| big(n).into_bytes()).collect();
    let news: Vec<Vec<u8>> = (0..8).map(|n| cleaned(&big(n))).collect();
    let bench = Bench::new();
    let write = || {
        for (n, old) in olds.iter().enumerate() {
            bench.file(&format!("{n}.txt"), old);
        }
    };
    let run = || bench.command("clean -i .").stdin(Stdio::null()).spawn().unwrap();
    write();
    let begun = Instant::now();
    assert!(run().wait().unwrap().success());
    let whole = begun.elapsed();
    let (mut killed, mut between, mut left) = (0, 0, 0);
    for kill in 0..kills {
        write();
        let mut child = run();
        std::thread::sleep(whole * kill / kills + Duration::from_micros(u64::from(kill % 10) * 100));
        let _ = child.kill();
        killed += u32::from(child.wait().unwrap().code().is_none());
        let mut new = 0;
        for (n, (old_content, new_content)) in olds.iter().zip(&news).enumerate() {
            let content = bench.read(&format!("{n}.txt"));
            assert!(content == *old_content || content == *new_content, "kill {kill}: {n}.txt");
            new += usize::from(content == *new_content);
        }
        between += u32::from(new > 0 && new < olds.len());
        for name in bench.names().iter().filter(|name| !name.ends_with(".txt")) {
            assert!(name.starts_with(".dechrome-"), "{name}");
            fs::remove_file(bench.path(name)).unwrap();
            left += 1;
        }
    }
    println!(
        "{kills} runs: {killed} were killed, {between} of them between files, {left} temporary files stayed behind; \
         every file was the old or the new one"
    );
    assert!(killed > 0);
}
