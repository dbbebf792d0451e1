//! Folders and lists of files: what is read, where results go, and what is left alone.

use std::fs;

use crate::bench::{Bench, PAGE, is_root};

const AS_IT_IS: &str = "clean --no-drop --no-merge";

/// A folder `in` of files that hold their own path.
fn tree(names: &[&str]) -> Bench {
    let bench = Bench::new();
    for name in names {
        fs::create_dir_all(bench.path("in").join(name).parent().unwrap()).unwrap();
        bench.file(&format!("in/{name}"), format!("{name}\n"));
    }
    bench
}

#[test]
fn folders_are_read_in_the_order_of_names() {
    let bench = tree(&["b/2.txt", "b/10.txt", "a.txt", "c.txt", ".hidden", ".git/x", "skip/x", "build.log"]);
    bench.file("in/.ignore", "skip\n").file("in/.gitignore", "*.log\n");
    let run = |args: &str| bench.run(&format!("{AS_IT_IS} {args}")).succeeds().text().to_owned();
    assert_eq!(run("in"), "a.txt\nb/10.txt\nb/2.txt\nc.txt\n");
    assert_eq!(run("in/c.txt in/b"), "c.txt\nb/10.txt\nb/2.txt\n");
    assert_eq!(run("in -g *.txt -g !c.txt"), "a.txt\nb/10.txt\nb/2.txt\n");
    assert_eq!(run("in -g b/**"), "b/10.txt\nb/2.txt\n");
    assert_eq!(run("in --no-ignore"), "a.txt\nb/10.txt\nb/2.txt\nbuild.log\nc.txt\nskip/x\n");
    let all = run("in --no-ignore --hidden");
    assert!(all.contains(".hidden\n") && all.contains("*.log\n"), "{all}");
    assert_eq!(run("in/.hidden in/build.log"), ".hidden\nbuild.log\n");
    let ran = bench.run("clean in -g a{").exits(2).prints("");
    assert!(ran.stderr.starts_with("dechrome: --glob: "), "{}", ran.stderr);
}

#[test]
fn lists_name_files() {
    let bench = tree(&["a.txt", "sub/b c.txt", "z.txt"]);
    bench.file("list", "in/z.txt\r\n\nin/sub/b c.txt\n./in/none.txt");
    let says = "dechrome: in/none.txt: cannot open: No such file or directory (os error 2)\n";
    let expected = "a.txt\nz.txt\nsub/b c.txt\n";
    bench.run(&format!("{AS_IT_IS} in/a.txt --files-from list")).exits(2).prints(expected).says(says);
    let list = "in/sub/b c.txt\0in\0";
    let expected = "sub/b c.txt\na.txt\nsub/b c.txt\nz.txt\n";
    bench.feed(&format!("{AS_IT_IS} -0 --files-from -"), list).succeeds().prints(expected);
    bench.feed("clean --files-from -", "").succeeds().prints("");
    bench
        .feed(&format!("{AS_IT_IS} -0 --files-from - -o out"), "in/sub/b c.txt\0./in/z.txt\0../in/x\0")
        .exits(2);
    assert_eq!(bench.read("out/in/sub/b c.txt"), b"sub/b c.txt\n");
    assert_eq!(bench.read("out/in/z.txt"), b"z.txt\n");
}

#[test]
fn results_mirror_the_folder_which_may_hold_them() {
    let bench = tree(&["a.txt", "b/c/d.txt"]);
    bench.run(&format!("{AS_IT_IS} in -o in/out")).succeeds();
    bench.run(&format!("{AS_IT_IS} in -o in/out")).succeeds(); // what is there already is not read
    assert_eq!(bench.read("in/out/b/c/d.txt"), b"b/c/d.txt\n");
    let mut names: Vec<_> =
        fs::read_dir(bench.path("in/out")).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["a.txt", "b"]);
}

#[test]
fn a_folder_is_replaced_file_by_file() {
    let bench = tree(&["a.txt", "b/c.txt"]);
    bench.file("in/page.txt", PAGE).file("in/.dechrome-left", PAGE).file("in/b/bad.txt", b"\xff");
    let cleaned = bench.feed("clean", PAGE).exits(0).stdout;
    let ran = bench.run("clean -i in --hidden").exits(2);
    assert!(ran.stderr.starts_with("dechrome: in/b/bad.txt: byte 0xFF"), "{}", ran.stderr);
    assert_eq!(bench.read("in/page.txt"), cleaned);
    assert_eq!(bench.read("in/.dechrome-left"), PAGE.as_bytes()); // of a run that was killed
}

#[test]
fn binary_files_are_left_out_unless_named() {
    let bench = tree(&["a.txt"]);
    let late = "x".repeat(1024) + "\0\n";
    let wide: Vec<u8> = "\u{feff}wide\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bench.file("in/b.bin", b"a\0b\n").file("in/late", &late).file("in/wide", &wide);
    bench.file("in/z.jsonl", b"\0");
    let expected = [b"a.txt\n", late.as_bytes(), &wide].concat();
    let ran = bench.run(&format!("{AS_IT_IS} in --format auto -v -o out")).exits(0);
    assert!(ran.stderr.contains("dechrome: in/b.bin: left out, as it is binary\n"), "{}", ran.stderr);
    assert!(ran.stderr.contains("dechrome: in/z.jsonl: left out, as it is binary\n"), "{}", ran.stderr);
    assert!(!bench.path("out/b.bin").exists());
    bench.run(&format!("{AS_IT_IS} in --format auto")).succeeds().prints(expected);
    bench.run(&format!("{AS_IT_IS} in/b.bin")).succeeds().prints(b"a\0b\n");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_and_lead_nowhere_outside() {
    use std::os::unix::fs::symlink;
    let bench = tree(&["a.txt", "b/c.txt"]);
    symlink(".", bench.path("in/loop")).unwrap();
    symlink("a.txt", bench.path("in/link.txt")).unwrap();
    bench.run(&format!("{AS_IT_IS} in")).succeeds().prints("a.txt\nb/c.txt\n");
    fs::create_dir_all(bench.path("out")).unwrap();
    fs::create_dir(bench.path("elsewhere")).unwrap();
    symlink("../elsewhere", bench.path("out/b")).unwrap();
    let says = "dechrome: in/b/c.txt: would be written over itself\n";
    let ran = bench.run(&format!("{AS_IT_IS} in -o out")).exits(2);
    assert_ne!(ran.stderr, says);
    assert_eq!(ran.stderr, "dechrome: out/b: leads out of out\n");
    assert_eq!(fs::read_dir(bench.path("elsewhere")).unwrap().count(), 0);
    assert_eq!(bench.read("out/a.txt"), b"a.txt\n");
}

#[cfg(unix)]
#[test]
fn an_unreadable_folder_is_named_and_stops_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let bench = tree(&["a.txt", "b/c.txt", "d.txt"]);
    if is_root(&bench) {
        return;
    }
    fs::set_permissions(bench.path("in/b"), fs::Permissions::from_mode(0o0)).unwrap();
    let ran = bench.run(&format!("{AS_IT_IS} in")).exits(2).prints("a.txt\nd.txt\n");
    fs::set_permissions(bench.path("in/b"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(ran.stderr, "dechrome: in/b: cannot open: Permission denied (os error 13)\n");
}

/// A run that is stopped by a signal while it writes leaves the old files and nothing else.
#[cfg(unix)]
#[test]
fn a_signal_leaves_no_file_half_written() {
    use std::io::Write;
    use std::os::unix::process::ExitStatusExt;
    use std::process::{Command, Stdio};
    for (signal, number) in [("INT", 2), ("TERM", 15)] {
        let bench = Bench::with("removed", "old\n");
        let mut command = bench.command("clean --format jsonl -j 2 --removed removed");
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // More than two batches: the program has read, and begun its file, when the last of it is taken.
        stdin.write_all("{\"text\":\"A line of text.\"}\n".repeat(30_000).as_bytes()).unwrap();
        assert_eq!(bench.names().len(), 2, "{:?}", bench.names());
        let pid = child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &pid]).status().unwrap().success());
        let status = child.wait().unwrap();
        assert_eq!(status.signal(), Some(number), "{status:?}");
        assert_eq!(bench.names(), ["removed"]);
        assert_eq!(bench.read("removed"), b"old\n");
    }
}
