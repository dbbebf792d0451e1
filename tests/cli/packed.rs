//! Compressed files and WET records: in, out, and what is no such thing.

use std::fs;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::{GzDecoder, MultiGzDecoder};
use flate2::write::GzEncoder;
use sha1::{Digest, Sha1};

use crate::bench::{Bench, PAGE};

fn gz(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes.as_ref()).unwrap();
    encoder.finish().unwrap()
}

fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    MultiGzDecoder::new(bytes).read_to_end(&mut content).unwrap();
    content
}

fn zst(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    zstd::encode_all(bytes.as_ref(), 3).unwrap()
}

/// SHA-1 in base 32, letter by letter as RFC 4648 has it.
fn digest(block: &str) -> String {
    let bits: String = Sha1::digest(block).iter().map(|byte| format!("{byte:08b}")).collect();
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    (0..32).map(|i| char::from(letters[usize::from_str_radix(&bits[5 * i..5 * i + 5], 2).unwrap()])).collect()
}

fn record(kind: &str, id: usize, block: &str) -> String {
    let (digest, length) = (digest(block), block.len());
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://holm.example/{id}\r\n\
         WARC-Record-ID: <urn:uuid:{id}>\r\nWARC-Block-Digest: sha1:{digest}\r\nX-Other:  as it is \r\n\
         Content-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n"
    )
}

/// A file of records, and what cleaning makes of each.
fn wet(bench: &Bench) -> (Vec<String>, Vec<String>) {
    let cleaned = bench.feed("clean", PAGE).exits(0).text().to_owned();
    let info =
        record("warcinfo", 0, "software: a crawler\r\n").replace("text/plain", "application/warc-fields");
    let whole = "A page without chrome, which stays as it is.\n";
    let records = [
        &info,
        &record("conversion", 1, PAGE),
        &record("conversion", 2, whole),
        &record("metadata", 3, PAGE),
    ];
    let expected = [
        &info,
        &record("conversion", 1, &cleaned),
        &record("conversion", 2, whole),
        &record("metadata", 3, PAGE),
    ];
    (records.map(Clone::clone).to_vec(), expected.map(Clone::clone).to_vec())
}

#[test]
fn files_are_unpacked_by_extension_and_standard_input_by_its_first_bytes() {
    let bench = Bench::with("page.txt", PAGE);
    let cleaned = bench.run("clean page.txt").exits(0).stdout;
    bench.file("page.txt.gz", gz(PAGE)).file("page.txt.ZST", zst(PAGE));
    let (head, tail) = PAGE.split_at(100);
    bench.file("many.gz", [gz(head), gz(""), gz(tail)].concat());
    bench.file("many.zst", [zst(head), zst(tail)].concat());
    for name in ["page.txt.gz", "page.txt.ZST", "many.gz", "many.zst"] {
        bench.run(&format!("clean {name}")).exits(0).prints(&cleaned);
        bench.feed("clean", bench.read(name)).exits(0).prints(&cleaned);
    }
    bench.file("rows.jsonl.gz", gz("{\"text\":1}\n"));
    let says = "dechrome: rows.jsonl.gz: line 1: field \"text\" is a number, not a string\n";
    bench.run("clean --format auto rows.jsonl.gz").exits(2).says(says);
}

#[test]
fn files_are_packed_as_their_names_say() {
    let bench = Bench::with("page.txt", PAGE);
    let cleaned = bench.run("clean page.txt").exits(0).stdout;
    bench.file("page.txt.gz", gz(PAGE)).file("page.txt.zst", zst(PAGE)).file("empty.gz", gz(""));
    bench.run("clean -o out page.txt.gz page.txt.zst empty.gz").exits(0);
    assert_eq!(gunzip(&bench.read("out/page.txt.gz")), cleaned);
    assert_eq!(zstd::decode_all(&*bench.read("out/page.txt.zst")).unwrap(), cleaned);
    assert_eq!(gunzip(&bench.read("out/empty.gz")), b"");
    let before = bench.read("empty.gz");
    bench.run("clean -i page.txt.gz empty.gz").exits(0);
    assert_eq!((gunzip(&bench.read("page.txt.gz")), bench.read("empty.gz")), (cleaned, before));
}

#[test]
fn what_is_cut_off_or_corrupt_is_an_error_with_its_offset() {
    let packed = gz(PAGE.repeat(50));
    let bench = Bench::with("cut.txt.gz", &packed[..200]);
    let says = "cannot read: the gzip data ends too early, at offset 200\n";
    bench.run("clean cut.txt.gz").exits(2).prints("").says(&format!("dechrome: cut.txt.gz: {says}"));
    bench
        .feed("clean", &packed[..200])
        .exits(2)
        .prints("")
        .says(&format!("dechrome: standard input: {says}"));
    bench.file("cut.zst", &zst(PAGE)[..200]);
    let says = "dechrome: cut.zst: cannot read: the zstd data ends too early, at offset 200\n";
    bench.run("clean cut.zst").exits(2).prints("").says(says);
    bench.file("no.gz", PAGE);
    let ran = bench.run("clean no.gz").exits(2).prints("");
    assert!(
        ran.stderr.starts_with("dechrome: no.gz: cannot read: the gzip data is corrupt"),
        "{}",
        ran.stderr
    );
    bench.run("clean -i cut.txt.gz").exits(2);
    assert_eq!(bench.read("cut.txt.gz"), &packed[..200]);
}

#[test]
fn conversions_are_cleaned_with_their_lengths_and_digests() {
    let bench = Bench::new();
    let (records, expected) = wet(&bench);
    bench.file("a.wet", records.concat());
    bench.run("clean --format wet a.wet").exits(0).prints(expected.concat());
    bench.run("clean --format auto --no-drop --no-merge a.wet").succeeds().prints(records.concat());
    bench.feed("clean --format wet", gz(records.concat())).exits(0).prints(expected.concat());
    bench.feed("clean --format wet", "").succeeds().prints("");
    bench.run("clean --format wet a.wet --removed removed").exits(0);
    let removed = String::from_utf8(bench.read("removed")).unwrap();
    assert!(removed.lines().all(|row| row.contains("\"document\":\"http://holm.example/1\"")), "{removed}");
    let diff = bench.run("diff --format wet a.wet").exits(1);
    assert!(diff.text().starts_with("--- http://holm.example/1\n"), "{diff:?}");
}

#[test]
fn each_record_is_a_member_as_common_crawl_has_it() {
    let bench = Bench::new();
    let (records, expected) = wet(&bench);
    let packed: Vec<u8> = records.iter().flat_map(gz).collect();
    bench.file("a.warc.wet.gz", packed);
    bench.run("clean --format auto -o out a.warc.wet.gz").exits(0);
    let out = bench.read("out/a.warc.wet.gz");
    let mut rest = &out[..];
    for record in &expected {
        let mut decoder = GzDecoder::new(rest);
        let mut member = String::new();
        decoder.read_to_string(&mut member).unwrap();
        assert_eq!(&member, record);
        rest = &rest[gz(record).len()..]; // written by the same encoder
    }
    assert!(rest.is_empty());
}

#[test]
fn records_that_are_none_are_named_with_their_offset() {
    let bench = Bench::new();
    let (records, _) = wet(&bench);
    let (first, second) = (&records[0], &records[1]);
    let at = first.len();
    let cut = at + second.len() - 10;
    bench.file("cut.wet", &records.concat()[..cut]);
    let says = format!("record at offset {at}: the file ends within it, at offset {cut}\n");
    bench
        .run("clean --format wet cut.wet")
        .exits(2)
        .prints(first)
        .says(&format!("dechrome: cut.wet: {says}"));
    let says = format!("record at offset {at}: not a WARC record, which begins with WARC/\n");
    bench
        .feed("clean --format wet", format!("{first}no record\n"))
        .exits(2)
        .prints(first)
        .says(&format!("dechrome: standard input: {says}"));
}

#[test]
fn a_text_that_is_no_text_stops_the_file_or_passes_through() {
    let broken = record("conversion", 1, "caf\u{1}\n");
    let offset = broken.find('\u{1}').unwrap();
    let mut bytes = broken.into_bytes();
    bytes[offset] = 0xff;
    bytes.extend(record("conversion", 2, "Text.\n").bytes());
    let says = format!(
        "dechrome: standard input: record at offset 0: byte 0xFF at offset {offset} of the record is not UTF-8\n"
    );
    let bench = Bench::new();
    bench.feed("clean --format wet", &bytes).exits(2).prints("").says(&says);
    bench.feed("clean --no-drop --format wet --on-error skip", &bytes).exits(2).prints(&bytes).says(&says);
}

#[test]
fn rows_are_annotated() {
    let text = serde_json::Value::from(PAGE);
    let bench = Bench::with("r.jsonl", format!("{{\"n\": 1e400, \"text\":{text}}}\n{{\"text\":\"\"}}\n"));
    let ran = bench.run("clean --format jsonl --annotate r.jsonl").exits(0);
    let rows: Vec<&str> = ran.text().lines().collect();
    assert!(rows[0].starts_with("{\"n\": 1e400, \"text\":\""), "{ran:?}");
    let json = &rows[0][rows[0].find("\"dechrome\": ").unwrap() + 12..rows[0].len() - 1];
    let annotation: serde_json::Value = serde_json::from_str(json).unwrap();
    let lines = PAGE.lines().filter(|line| !line.is_empty()).count() as u64;
    let count = |key: &str| annotation[key].as_u64().unwrap();
    assert_eq!(count("kept") + count("removed"), lines);
    let reasons = annotation["reasons"].as_object().unwrap().values();
    assert_eq!(reasons.map(|count| count.as_u64().unwrap()).sum::<u64>(), count("removed"));
    assert!((0.01..0.9).contains(&annotation["share"].as_f64().unwrap()));
    assert_eq!(
        rows[1],
        "{\"text\":\"\", \"dechrome\": {\"kept\":0,\"removed\":0,\"share\":0.0,\"reasons\":{}}}"
    );
    bench.run("clean --format jsonl --annotate -i r.jsonl").exits(0);
    let once = bench.read("r.jsonl");
    assert_eq!(once, ran.stdout);
    let says = "dechrome: --annotate: only rows can be annotated\n  hint: --format jsonl\n";
    bench.run("clean --annotate r.jsonl").exits(2).says(says);
}

#[test]
fn statistics_are_json_where_asked() {
    let bench = Bench::with("a.txt", "A line.\n\nAnother line.\n");
    let says = "{\"documents\":1,\"kept_whole\":0,\"lines\":2,\"dropped\":{},\"breaks_mended\":0}\n";
    bench.run("clean --no-drop --no-merge --stats=json a.txt").exits(0).says(says);
    let ran = bench.feed("clean --stats=json", PAGE).exits(0);
    let stats: serde_json::Value = serde_json::from_str(&ran.stderr).unwrap();
    let dropped = stats["dropped"].as_object().unwrap();
    assert!(dropped.contains_key("share") && dropped.values().all(serde_json::Value::is_u64), "{stats}");
}

/// warcio, the reader most people use, takes what we write and finds its digests right.
#[test]
fn warcio_reads_what_is_written() {
    let Some(python) = std::env::var_os("WARCIO_PYTHON") else {
        return println!("skipped: WARCIO_PYTHON names no python with warcio; .ci/warcio makes one");
    };
    let bench = Bench::new();
    let (records, _) = wet(&bench);
    let many: Vec<u8> = records.iter().cycle().take(400).flat_map(gz).collect();
    bench.file("a.warc.wet.gz", many);
    bench.run("clean --format auto a.warc.wet.gz -o out").exits(0);
    let plain = bench.run("clean --format auto a.warc.wet.gz").exits(0).stdout;
    fs::write(bench.path("plain.wet"), plain).unwrap();
    for name in ["out/a.warc.wet.gz", "plain.wet"] {
        let args = ["-m", "warcio.cli", "check", name];
        let check =
            std::process::Command::new(&python).args(args).current_dir(bench.path(".")).output().unwrap();
        assert!(check.status.success(), "{name}: {check:?}");
        let args = ["-m", "warcio.cli", "index", "--fields", "warc-type,offset", name];
        let index =
            std::process::Command::new(&python).args(args).current_dir(bench.path(".")).output().unwrap();
        let index = String::from_utf8(index.stdout).unwrap();
        assert_eq!(index.lines().count(), 400, "{index}");
        assert_eq!(index.matches("conversion").count(), 200);
    }
}
