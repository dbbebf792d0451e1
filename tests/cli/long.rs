//! Documents of several windows, which are read, cleaned and written part by part: the same bytes as if all were held.

use std::fs;
use std::io::Write;

use dechrome::corpus::{Packer, Packing};
use dechrome::render::render;
use dechrome::report::removed;
use dechrome::text::Lines;
use dechrome::{Cleaner, Plan};

use crate::bench::{Bench, PAGE};

/// Chapters with chrome between them, hard line breaks, and words with letters of two bytes: two windows and some more.
fn long() -> String {
    let words =
        "ferry river mill grain abbey brother winter bridge miller cart harvest town café harbour letter";
    let words: Vec<&str> = words.split(' ').collect();
    let mut seed = 7_u32;
    let mut word = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        words[(seed >> 16) as usize % words.len()]
    };
    let mut text = "Home\nShare on Facebook\nLog in\n\nThe Ferry of the Lower River\n\n".to_owned();
    for chapter in 1..=240 {
        text.push_str(&format!("Chapter {chapter}\n\n"));
        for paragraph in 0..24 {
            let [a, b, c, d, e] = [(); 5].map(|()| word());
            let end = if paragraph % 8 == 3 { "\n" } else { " " };
            text.push_str(&format!(
                "The {a} of the {b} was never seen by the {c} again, and{end}nobody in the {d} spoke of it.\n"
            ));
            text.push_str(&format!("Then the {e} came.{}", if paragraph % 3 == 0 { "\n\n" } else { "\n" }));
        }
        text.push_str("\nShare on Facebook\nRelated articles\n\n");
    }
    text.push_str("Scroll to top\nno newline");
    assert!(text.lines().count() > 2 * 8192 - 2000, "{}", text.lines().count());
    text
}

/// What cleaning makes of a text that is held as a whole, and the record of what is removed.
fn held(text: &str, name: &str) -> (String, Vec<u8>, Plan) {
    let (lines, mut record) = (Lines::new(text), Vec::new());
    let plan = Cleaner::default().plan(&lines);
    removed::write(name, &lines, &plan, &mut record).unwrap();
    let cleaned = render(&lines, &plan);
    assert!(cleaned.len() < text.len() && plan.joins.len() > 100);
    (cleaned, record, plan)
}

#[test]
fn a_long_document_is_cleaned_as_if_it_were_held() {
    let text = long();
    let (cleaned, record, plan) = held(&text, "a.txt");
    let bench = Bench::with("a.txt", &text);
    let ran = bench.run("clean a.txt --removed removed.jsonl --stats").exits(0).prints(&cleaned);
    assert!(bench.read("removed.jsonl") == record);
    let count = |name: &str| {
        let row = ran.stderr.lines().find(|row| row.trim_start().starts_with(name)).unwrap();
        row.split(' ').next_back().unwrap().parse::<usize>().unwrap()
    };
    let solid = text.lines().filter(|line| !line.is_empty()).count();
    let counts = ["documents", "lines", "breaks mended"].map(count);
    assert_eq!(counts, [1, solid, plan.joins.len()], "{}", ran.stderr);
    bench.feed("clean", &text).succeeds().prints(&cleaned);
    // As a whole, as the page beside it needs it.
    bench.run("clean a.txt --report page.html").succeeds().prints(&cleaned);
    bench.run("clean a.txt a.txt -j 2").succeeds().prints(cleaned.repeat(2));
    let mended = bench.run("clean a.txt -o out -v").exits(0);
    assert!(bench.read("out/a.txt") == cleaned.as_bytes());
    assert_eq!(mended.stderr.lines().count(), 1, "{}", mended.stderr);
    bench.run("clean -i a.txt").succeeds();
    assert!(bench.read("a.txt") == cleaned.as_bytes());
    assert_eq!(bench.names(), ["a.txt", "out", "page.html", "removed.jsonl"]);
}

#[test]
fn in_any_form_a_long_document_comes_back_in_it() {
    let text = long();
    let cleaned = held(&text, "a.txt").0;
    let wide =
        |text: &str| format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
    let latin = |text: &str| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let marked = |text: &str| format!("\u{feff}{text}").into_bytes();
    let crlf = |text: &str| text.replace('\n', "\r\n").into_bytes();
    let bench = Bench::with("latin.txt", latin(&text));
    bench.feed("clean", wide(&text)).succeeds().prints(wide(&cleaned));
    bench.feed("clean", marked(&text)).succeeds().prints(marked(&cleaned));
    bench.feed("clean", crlf(&text)).succeeds().prints(crlf(&cleaned));
    bench.run("clean latin.txt --encoding windows-1252").succeeds().prints(latin(&cleaned));
    bench.run("clean latin.txt --encoding auto").succeeds().prints(latin(&cleaned));
    bench.feed("clean --encoding auto", latin(&text)).succeeds().prints(latin(&cleaned));
    for name in ["a.txt.gz", "a.txt.zst"] {
        let path = bench.path(name);
        let mut packer = Packer::new(Packing::of(&path), Vec::new()).unwrap();
        packer.write_all(text.as_bytes()).unwrap();
        fs::write(&path, packer.finish().unwrap()).unwrap();
        bench.run(&format!("clean {name}")).succeeds().prints(&cleaned);
        bench.run(&format!("clean -i {name}")).succeeds();
        bench.run(&format!("clean --no-drop --no-merge {name}")).succeeds().prints(&cleaned);
        assert!(fs::read(&path).unwrap().len() < cleaned.len() / 2);
    }
}

#[test]
fn a_long_document_that_fails_at_its_end_is_no_file_and_else_the_beginning_of_one() {
    let text = long();
    let cleaned = held(&text, "a.txt").0;
    let bench = Bench::with("a.txt", [text.as_bytes(), b"\n\xff"].concat());
    let line = text.lines().count() + 1;
    let message = format!(
        "dechrome: a.txt: byte 0xFF at offset {} (line {line}) is not UTF-8\n  hint: --encoding windows-1252 decodes \
         it, --encoding auto guesses\n",
        text.len() + 1
    );
    let ran = bench.run("clean a.txt").exits(2).says(&message);
    assert!(ran.stdout.len() > cleaned.len() / 3 && cleaned.as_bytes().starts_with(&ran.stdout));
    let before = bench.read("a.txt");
    for args in ["clean -i a.txt", "clean -o out a.txt", "clean a.txt --report page.html -o out"] {
        bench.run(args).exits(2).prints("").says(&message);
    }
    assert!(bench.read("a.txt") == before);
    assert_eq!(fs::read_dir(bench.path("out")).unwrap().count(), 0);
}

/// A document is kept whole, and refused, only if each of its windows is.
#[test]
fn a_long_document_is_refused_as_a_whole_or_not_at_all() {
    let page = PAGE.repeat(9000 / PAGE.lines().count());
    let prose: String = (0..9000)
        .map(|day| {
            format!(
                "On day {day} the ferry came back from the mill, and nobody at the harbour had missed it.\n"
            )
        })
        .collect();
    let bench = Bench::with("pages.txt", page.repeat(2));
    bench.file("both.txt", format!("{page}{prose}"));
    let args = "--max-removed 0.01 --on-guard";
    let ran = bench.run(&format!("clean pages.txt {args} error")).exits(2).prints("");
    assert!(ran.stderr.starts_with("dechrome: pages.txt: kept whole, as "), "{}", ran.stderr);
    let kept = bench.run(&format!("clean pages.txt {args} warn")).exits(0).prints(page.repeat(2));
    assert!(kept.stderr.starts_with("dechrome: pages.txt: kept whole, as "), "{}", kept.stderr);
    let both = bench.run(&format!("clean both.txt {args} error")).succeeds();
    bench.run(&format!("clean both.txt {args} error --report page.html")).succeeds().prints(&both.stdout);
}

/// What rules say of lines far above needs the whole document; what they say of those below crosses windows.
#[test]
fn rules_reach_over_windows() {
    let bench = Bench::with("a.txt", long());
    let cleaned = ["line", "below", "above", "block"].map(|reach| {
        let rule = format!("[[drop]]\nphrase = \"Chapter 120\"\nscope = \"line\"\nreach = \"{reach}\"\n");
        bench.file("dechrome.toml", rule);
        let whole = bench.run("clean a.txt --report page.html").succeeds();
        bench.run("clean a.txt").succeeds().prints(&whole.stdout).stdout
    });
    assert!(cleaned[1..3].iter().all(|reached| reached.len() < cleaned[0].len() * 9 / 10));
}

/// What is appended to a file while it is read is not read again.
#[cfg(unix)]
#[test]
fn a_long_document_can_be_appended_to_itself() {
    let text = long();
    let bench = Bench::with("a.txt", &text);
    let out = fs::OpenOptions::new().append(true).open(bench.path("a.txt")).unwrap();
    let mut command = bench.command("clean --no-drop --no-merge a.txt");
    assert!(command.stdin(std::process::Stdio::null()).stdout(out).status().unwrap().success());
    assert!(bench.read("a.txt") == text.repeat(2).as_bytes());
}
