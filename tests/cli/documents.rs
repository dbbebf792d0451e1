//! Text documents: what comes in untouched goes out in the same bytes, whatever it is made of.

use crate::bench::{Bench, PAGE};

const AS_IT_IS: &str = "clean --no-drop --no-merge";

fn utf16le(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn nothing_to_do_is_byte_identical() {
    let long = "x".repeat(200_000);
    let documents: [&[u8]; 12] = [
        b"",
        b"\n",
        b"one line without a newline",
        b"a\r\nb\r\n\r\nc",
        b"mixed\r\nendings\nand\ra lone return\r",
        b"\xEF\xBB\xBFwith a mark\n",
        b"\xEF\xBB\xBF",
        b"nul \0 and escape \x1b[31m\n",
        "zero\u{200b}width\u{feff} \u{2028}\u{85}\u{c}\n".as_bytes(),
        &utf16le("\u{feff}wide\r\ntext 😀\n"),
        long.as_bytes(),
        PAGE.as_bytes(),
    ];
    let bench = Bench::new();
    for document in documents {
        bench.feed(AS_IT_IS, document).succeeds().prints(document);
        bench.file("a.txt", document);
        bench.run(&format!("{AS_IT_IS} a.txt -")).succeeds().prints(document);
        bench.run("diff --no-drop --no-merge a.txt").succeeds().prints("");
    }
}

#[test]
fn chrome_goes_and_breaks_are_mended() {
    let cleaned = Bench::new().feed("clean", PAGE).succeeds();
    let text = cleaned.text();
    for gone in ["Share on Facebook", "Scroll to top", "All rights reserved"] {
        assert!(!text.contains(gone), "{text}");
    }
    let headline = "Ferry crews rescue a stranded humpback near Holm Sound\n\nThe crew of";
    for stays in [headline, "after a passenger had seen", "breakwater.\n"] {
        assert!(text.contains(stays), "{text}");
    }
    let unmended = Bench::new().feed("clean --no-merge", PAGE).succeeds();
    assert!(unmended.text().contains("after a\npassenger") && !unmended.text().contains("Scroll to top"));
    let undropped = Bench::new().feed("clean --no-drop", PAGE).succeeds();
    assert!(undropped.text().contains("after a passenger") && undropped.text().contains("Scroll to top"));
}

#[test]
fn kinds_are_kept_and_dropped_by_the_users_word() {
    let kept = Bench::new().feed("clean --no-merge --keep legal,share", PAGE).succeeds();
    assert!(kept.text().contains("All rights reserved") && kept.text().contains("Share on Facebook"));
    assert!(!kept.text().contains("Scroll to top"), "{}", kept.text());
}

#[test]
fn a_document_is_never_longer_than_it_came() {
    for document in ["", "one line", "\n\n\n", PAGE] {
        let ran = Bench::new().feed("clean", document).exits(0);
        assert!(ran.stdout.len() <= document.len(), "{ran:?}");
    }
}

#[test]
fn line_endings_and_encodings_stay() {
    let bench = Bench::new();
    let plain = bench.feed("clean", PAGE).exits(0).text().to_owned();
    let crlf = |text: &str| text.replace('\n', "\r\n");
    bench.feed("clean", crlf(PAGE)).exits(0).prints(crlf(&plain));
    bench
        .feed("clean", utf16le(&format!("\u{feff}{PAGE}")))
        .exits(0)
        .prints(utf16le(&format!("\u{feff}{plain}")));
    let latin = |text: &str| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    bench.feed("clean --encoding windows-1252", latin(PAGE)).exits(0).prints(latin(&plain));
    bench.feed("clean --encoding auto", latin(PAGE)).exits(0).prints(latin(&plain));
}

#[test]
fn bytes_that_are_no_text_are_an_error_with_a_way_out() {
    let hint = "  hint: --encoding windows-1252 decodes it, --encoding auto guesses\n";
    let bench = Bench::with("bad.txt", b"fine\nca\xE9f\n");
    bench
        .run("clean bad.txt")
        .exits(2)
        .prints("")
        .says(&format!("dechrome: bad.txt: byte 0xE9 at offset 7 (line 2) is not UTF-8\n{hint}"));
    bench
        .feed("clean", b"\xFF\xFEa")
        .exits(2)
        .prints("")
        .says("dechrome: standard input: byte 0x61 at offset 2 (line 1) is not UTF-16LE\n");
    bench.run("clean --encoding latin1 --no-drop bad.txt").succeeds().prints(b"fine\nca\xE9f\n");
}

#[test]
fn files_and_standard_input_come_out_in_order_as_with_cat() {
    let bench = Bench::with("a.txt", "a");
    bench.file("b.txt", "b\n");
    bench.feed("clean --no-drop b.txt - a.txt b.txt", "in\n").succeeds().prints("b\nin\nab\n");
}

#[test]
fn dials_are_three_spellings_of_one_number() {
    let bench = Bench::with("page.txt", PAGE);
    let with = |dial: &str| bench.run(&format!("clean page.txt {dial}")).exits(0).stdout;
    assert_eq!(with("--keep-more"), with("--threshold 0.18"));
    assert_eq!(with("--drop-more"), with("--threshold 0.62"));
    assert!(with("--keep-more").len() >= with("--drop-more").len());
}

#[test]
fn a_guarded_document_comes_back_whole() {
    let bench = Bench::with("page.txt", PAGE);
    let ran = bench.run("clean page.txt --max-removed 0.01").exits(0).prints(PAGE);
    assert!(ran.stderr.starts_with("dechrome: page.txt: kept whole, as "), "{}", ran.stderr);
    bench.run("clean page.txt --max-removed 0.01 --on-guard keep").succeeds().prints(PAGE);
    let ran = bench.run("clean page.txt --max-removed 0.01 --on-guard error").exits(2).prints("");
    assert!(ran.stderr.ends_with("  hint: --on-guard warn keeps it whole\n"), "{}", ran.stderr);
}

#[test]
fn statistics_count_lines_by_reason() {
    let bench = Bench::with("a.txt", "A line.\n\nAnother line.\n");
    bench.run("clean --no-drop --no-merge --stats a.txt a.txt").exits(0).says(
        "documents                2\n  kept whole             0\nlines                    4\n  \
         dropped                0\nbreaks mended            0\n",
    );
}
