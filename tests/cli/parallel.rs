//! Many documents on many threads: the same bytes in the same order, whatever their number.

use std::fs;
use std::io::Read;
use std::process::Stdio;

use crate::bench::{Bench, PAGE};

/// Rows of very different lengths, some of them bad, some empty, more than one batch of them.
fn rows() -> String {
    let row = |index: usize| match index % 7 {
        0 => "\n".to_owned(),
        1 => format!("{{\"id\":{index},\"text\":{}}}\n", serde_json::Value::from(PAGE)),
        2 => format!("{{\"text\":{},\"n\":{index}}}\n", serde_json::Value::from(PAGE.repeat(index % 11))),
        3 => format!("{{\"no\":{index}}}\n"),
        _ => format!("{{\"text\":\"Row {index} is short.\",\"id\":\"r{index}\"}}\n"),
    };
    (0..700).map(row).collect()
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let bench = Bench::with("rows.jsonl", rows());
    bench.file("a.txt", PAGE).file("b.txt", "").file("bad.txt", b"\xff").file("c.txt", PAGE.repeat(40));
    fs::create_dir(bench.path("folder")).unwrap();
    for index in 0..40 {
        bench.file(&format!("folder/{index}.txt"), PAGE.repeat(index % 5));
    }
    let shapes = [
        "clean --format auto --on-error skip rows.jsonl a.txt b.txt rows.jsonl none.txt bad.txt c.txt folder",
        "clean --format auto rows.jsonl a.txt folder",
        "clean --format jsonl --on-error skip rows.jsonl --stats -v --annotate",
        "diff --format auto --on-error skip a.txt folder rows.jsonl c.txt",
        "clean a.txt",
    ];
    for shape in shapes {
        let one = bench.run(&format!("{shape} -j 1"));
        assert!(!one.stdout.is_empty(), "{one:?}");
        for threads in [2, 3, 16] {
            let many =
                bench.run(&format!("{shape} -j {threads}")).exits(one.code.unwrap()).prints(&one.stdout);
            assert_eq!(many.stderr, one.stderr, "{shape} -j {threads}");
        }
    }
}

#[test]
fn what_is_removed_is_recorded_in_the_same_order() {
    let bench = Bench::with("rows.jsonl", rows());
    let removed = |threads: usize| {
        let args = "clean --format jsonl --on-error skip rows.jsonl -o out --removed removed -j";
        bench.run(&format!("{args} {threads}")).exits(2);
        (bench.read("removed"), bench.read("out/rows.jsonl"))
    };
    let one = removed(1);
    assert!(one.0.len() > 1000);
    assert_eq!(removed(2), one);
    assert_eq!(removed(7), one);
}

#[test]
fn a_closed_pipe_ends_all_threads() {
    let bench = Bench::with("rows.jsonl", rows().repeat(4));
    for threads in [1, 2, 8] {
        let args =
            format!("clean --format jsonl --no-drop --no-merge --on-error skip -q -j {threads} rows.jsonl");
        let mut command = bench.command(&args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut first = [0; 1];
        let _ = child.stdout.take().unwrap().read(&mut first).unwrap(); // and closed
        let code = child.wait().unwrap().code();
        assert!(matches!(code, Some(0 | 2)), "{code:?}"); // 2 where a bad row came before the pipe was closed
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_one_error_on_all_threads() {
    let bench = Bench::with("page.txt", PAGE.repeat(100));
    bench.file("rows.jsonl", "{\"text\":\"A line of text.\"}\n".repeat(30_000));
    for args in ["-j 4 page.txt page.txt page.txt", "-j 4 --format jsonl rows.jsonl"] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output =
            bench.command(&format!("clean --no-drop --no-merge {args}")).stdout(full).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), stderr.lines().count()), (Some(2), 1), "{stderr}");
        assert!(stderr.starts_with("dechrome: standard output: cannot write: No space left"), "{stderr}");
    }
}

#[test]
fn one_bad_row_stops_its_file_and_no_other() {
    let mut rows = "{\"text\":\"A row.\"}\n".repeat(20_000);
    rows.insert_str(17 * 18, "{}\n");
    let bench = Bench::with("a.jsonl", &rows);
    bench.file("b.jsonl", "{\"text\":\"b\"}\n");
    let expected = "{\"text\":\"A row.\"}\n".repeat(17) + "{\"text\":\"b\"}\n";
    for threads in [1, 4] {
        let args = format!("clean --no-drop --format jsonl -j {threads} a.jsonl b.jsonl");
        let ran = bench.run(&args).exits(2).prints(&expected);
        assert!(ran.stderr.starts_with("dechrome: a.jsonl: line 18: no field \"text\""), "{}", ran.stderr);
    }
}

/// Peak memory of a run, in KiB.
#[cfg(target_os = "linux")]
fn peak(bench: &Bench, args: &str) -> Option<usize> {
    use std::process::Command;
    let program = env!("CARGO_BIN_EXE_dechrome");
    let mut command = Command::new("/usr/bin/time");
    command.args(["-f", "%M", program]).args(args.split_whitespace()).current_dir(bench.path("."));
    let output = command.stdout(Stdio::null()).output().ok()?;
    String::from_utf8(output.stderr).unwrap().lines().last()?.parse().ok()
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_input() {
    let bench = Bench::with("small.jsonl", "{\"text\":\"A line of text that stays.\"}\n".repeat(50_000));
    bench.file("large.jsonl", "{\"text\":\"A line of text that stays.\"}\n".repeat(2_000_000));
    let args = "clean --no-drop --no-merge --format jsonl -j 2";
    let Some(small) = peak(&bench, &format!("{args} small.jsonl")) else {
        return println!("skipped: there is no `/usr/bin/time` on this system");
    };
    let large = peak(&bench, &format!("{args} large.jsonl")).unwrap();
    // 16 MiB may wait to be written, and some batches are under way.
    assert!(large < small + 32 * 1024, "{small} KiB for 2 MB of rows, {large} KiB for 76 MB");
}
