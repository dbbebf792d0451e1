//! Where results go: in place, into a folder.

use std::fs;

use crate::bench::{Bench, PAGE};

/// What `clean` makes of the page.
fn cleaned(bench: &Bench) -> Vec<u8> {
    let cleaned = bench.feed("clean", PAGE).exits(0).stdout;
    assert!(cleaned.len() < PAGE.len(), "the page must lose something, or there is nothing to see");
    cleaned
}

#[test]
fn in_place_replaces_what_changes_and_leaves_no_trace() {
    let bench = Bench::with("page.txt", PAGE);
    bench.run("clean -i page.txt").exits(0).prints("");
    assert_eq!(bench.read("page.txt"), cleaned(&bench));
    assert_eq!(bench.names(), ["page.txt"]);
}

#[test]
fn a_backup_is_the_original_and_never_overwritten() {
    let bench = Bench::with("page.txt", PAGE);
    bench.run("clean --in-place=.bak page.txt").exits(0);
    assert_eq!(bench.read("page.txt.bak"), PAGE.as_bytes());
    assert_eq!(bench.read("page.txt"), cleaned(&bench));
    bench.file("page.txt", PAGE).run("clean -i=.bak page.txt").exits(2).says(
        "dechrome: page.txt: its backup page.txt.bak exists already\n  hint: --in-place=.SUFFIX names another\n",
    );
    assert_eq!(bench.read("page.txt"), PAGE.as_bytes());
    assert_eq!(bench.names(), ["page.txt", "page.txt.bak"]);
}

#[cfg(unix)]
#[test]
fn what_does_not_change_is_not_touched() {
    use std::os::unix::fs::MetadataExt;
    let bench = Bench::with("a.txt", PAGE);
    let before = fs::metadata(bench.path("a.txt")).unwrap();
    bench.run("clean --in-place=.bak --no-drop --no-merge a.txt").succeeds();
    let after = fs::metadata(bench.path("a.txt")).unwrap();
    assert_eq!((before.ino(), before.mtime_nsec()), (after.ino(), after.mtime_nsec()));
    assert_eq!(bench.names(), ["a.txt"]);
}

#[cfg(unix)]
#[test]
fn in_place_keeps_the_mode_and_follows_links() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let bench = Bench::with("page.txt", PAGE);
    fs::set_permissions(bench.path("page.txt"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("page.txt", bench.path("link.txt")).unwrap();
    bench.run("clean -i link.txt").exits(0);
    assert!(fs::symlink_metadata(bench.path("link.txt")).unwrap().is_symlink());
    assert_eq!(bench.read("page.txt"), cleaned(&bench));
    assert_eq!(fs::metadata(bench.path("page.txt")).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn in_place_refuses_what_it_cannot_replace() {
    let bench = Bench::with("page.txt", PAGE);
    let mut mode = fs::metadata(bench.path("page.txt")).unwrap().permissions();
    mode.set_readonly(true);
    fs::set_permissions(bench.path("page.txt"), mode).unwrap();
    bench.run("clean -i page.txt none.txt -").exits(2).says(
        "dechrome: page.txt: is read-only\n\
         dechrome: none.txt: cannot open: No such file or directory (os error 2)\n\
         dechrome: standard input: cannot be replaced, only files can\n",
    );
    assert_eq!(bench.read("page.txt"), PAGE.as_bytes());
    assert_eq!(bench.names(), ["page.txt"]);
}

#[test]
fn a_file_with_a_bad_row_is_not_replaced() {
    let rows = "{\"text\":\"Home | News\\nShare\"}\n{}\n";
    let bench = Bench::with("r.jsonl", rows);
    bench.run("clean -i --format jsonl r.jsonl").exits(2);
    assert_eq!(bench.read("r.jsonl"), rows.as_bytes());
    assert_eq!(bench.names(), ["r.jsonl"]);
}

#[test]
fn a_folder_takes_each_file_under_its_name() {
    let bench = Bench::with("page.txt", PAGE);
    bench.file("b.txt", "text\n");
    bench.run("clean --output-dir out/new page.txt b.txt").exits(0).prints("");
    assert_eq!(bench.read("out/new/page.txt"), cleaned(&bench));
    assert_eq!(bench.read("page.txt"), PAGE.as_bytes());
    fs::create_dir(bench.path("sub")).unwrap();
    bench.file("sub/b.txt", "other\n");
    bench
        .run("clean --no-drop -o out b.txt sub/b.txt")
        .exits(2)
        .says("dechrome: sub/b.txt: out/b.txt is written already from another file\n");
    assert_eq!(bench.read("out/b.txt"), b"text\n");
    bench
        .run("clean -o . b.txt")
        .exits(2)
        .says("dechrome: b.txt: would be written over itself\n  hint: --in-place replaces files\n");
    bench
        .feed("clean -o out", "text")
        .exits(2)
        .says("dechrome: standard input: has no name under which to put it into a folder\n");
}
