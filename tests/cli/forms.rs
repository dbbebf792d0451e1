//! The forms of `dechrome diff`: each against a reviewed file, and those for programs against their schemas.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::bench::{Bench, PAGE, Ran};

/// What every form makes of this text stays inside its row, its command, its string or its element.
const HOSTILE: &str =
    "Home\u{1b}[2J ]]> <b> & \"q\" 'a' %0A::error::x\n\nNews \u{202e}\u{0}\u{85}\u{fffe} -->\r\nLog in\r\n";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/diff")
}

fn schema(path: &str) -> jsonschema::Validator {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    // A stray bracket in SARIF's pattern of languages, which we do not write, is no regular expression to validators.
    let text = text.replace("^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

#[track_caller]
fn is_valid(schema: &jsonschema::Validator, value: &Value) {
    let errors: Vec<String> =
        schema.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

fn json(ran: &Ran) -> Value {
    serde_json::from_slice(&ran.stdout).unwrap()
}

/// A folder with a page, one that does not change, a hostile one, rows and one in another encoding.
fn documents() -> Bench {
    let bench = Bench::with("page.txt", PAGE);
    let wide: Vec<u8> = format!("\u{feff}{PAGE}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    bench.file("wide é.txt", wide).file("marked.txt", format!("\u{feff}{PAGE}")).file("empty.txt", "");
    bench
        .file("crlf.txt", PAGE.replace('\n', "\r\n").trim_end())
        .file("hostile.txt", HOSTILE.to_owned() + PAGE);
    bench
}

fn run_all(bench: &Bench, args: &str) -> Ran {
    let mut command =
        bench.command(&format!("diff {args} page.txt empty.txt hostile.txt crlf.txt marked.txt"));
    command.arg("wide é.txt").output().unwrap().into()
}

#[test]
fn forms_are_those_reviewed() {
    let bench = Bench::new();
    for name in ["page.txt", "expected.txt"] {
        bench.file(name, fs::read(folder().join(name)).unwrap());
    }
    for line in fs::read_to_string(folder().join("commands")).unwrap().lines() {
        let (file, args) = line.split_once(' ').unwrap();
        let ran = bench.run(&format!("diff {args}")).exits(1).says("");
        let reviewed = fs::read_to_string(folder().join(file)).unwrap();
        assert_eq!(ran.text(), reviewed, "{file}: `.ci/renew` writes it; look at what changed");
    }
}

#[test]
fn json_keeps_to_its_schema() {
    let schema = schema("docs/diff.schema.json");
    let ran = run_all(&documents(), "--style json --max-removed 0.9").exits(1);
    let rows: Vec<Value> = ran.text().lines().map(|row| serde_json::from_str(row).unwrap()).collect();
    assert_eq!(rows.len(), 6);
    rows.iter().for_each(|row| is_valid(&schema, row));
    let guarded = documents().run("diff --style json --max-removed 0.01 page.txt").exits(0);
    let guarded = json(&guarded);
    is_valid(&schema, &guarded);
    assert_eq!(guarded["guard"]["what"], "too-much");
    let mut wrong = rows[0].clone();
    wrong["lines"][0]["line"] = 0.into();
    assert!(!schema.is_valid(&wrong), "the schema holds line numbers");
}

#[test]
fn json_holds_what_cleaning_needs() {
    let bench = Bench::with("page.txt", PAGE);
    let row = json(&bench.run("diff --style json page.txt").exits(1));
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let mut cleaned = String::new();
    let mut joins = row["joins"].as_array().unwrap().iter().peekable();
    let mut from = 0;
    for line in row["lines"].as_array().unwrap() {
        assert_eq!(line["text"], PAGE[number(&line["start"])..number(&line["end"])]);
        let next = number(&line["end"]) + 1;
        if line["label"] == "chrome" {
            from = next;
        } else if let Some(join) = joins.next_if(|join| join["upper"] == line["line"]) {
            cleaned.push_str(&PAGE[from..number(&join["start"])]);
            cleaned.push_str(join["separator"].as_str().unwrap());
            from = number(&join["end"]);
        } else {
            cleaned.push_str(&PAGE[from..next]);
            from = next;
        }
    }
    bench.run("clean page.txt").exits(0).prints(cleaned);
}

#[test]
fn sarif_keeps_to_the_published_schema() {
    let schema = schema("tests/schemas/sarif-2.1.0.json");
    let bench = documents();
    let log = json(&run_all(&bench, "--output-format sarif").exits(1));
    is_valid(&schema, &log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(results.iter().any(|result| result["ruleId"] == "mended"));
    let uris: Vec<&str> = results.iter().map(|result| uri(result).as_str().unwrap()).collect();
    assert!(uris.contains(&"wide%20%C3%A9.txt"), "{uris:?}");
    let rows = format!("{}\n", serde_json::json!({"id": "seven", "text": PAGE}));
    let rows = json(&bench.feed("diff --output-format sarif --format jsonl", rows).exits(1));
    is_valid(&schema, &rows);
    is_valid(&schema, &json(&bench.run("diff --output-format sarif empty.txt").exits(0)));
    let mut wrong = log.clone();
    wrong["runs"][0]["results"][0]["message"] = Value::Null;
    assert!(!schema.is_valid(&wrong), "the schema holds messages");
}

fn uri(result: &Value) -> &Value {
    &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
}

#[test]
fn the_fixes_of_sarif_clean_the_file() {
    let bench = documents();
    for file in ["page.txt", "crlf.txt", "marked.txt"] {
        let log = json(&bench.run(&format!("diff --output-format sarif {file}")).exits(1));
        let mut bytes = bench.read(file);
        let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        for result in log["runs"][0]["results"].as_array().unwrap().iter().rev() {
            let changes = &result["fixes"][0]["artifactChanges"][0];
            for replacement in changes["replacements"].as_array().unwrap().iter().rev() {
                let gone = &replacement["deletedRegion"];
                let start = number(&gone["byteOffset"]);
                let come = replacement["insertedContent"]["text"].as_str().unwrap_or_default();
                bytes.splice(start..start + number(&gone["byteLength"]), come.bytes());
            }
            let region = &result["locations"][0]["physicalLocation"]["region"];
            let start = number(&region["byteOffset"]);
            let shown = &bench.read(file)[start..start + number(&region["byteLength"])];
            assert_eq!(region["snippet"]["text"].as_str().unwrap().as_bytes(), shown);
        }
        bench.run(&format!("clean {file}")).exits(0).prints(bytes);
    }
}

#[test]
fn junit_is_xml_with_a_case_for_each_document() {
    let ran = run_all(&documents(), "--output-format junit").exits(1);
    let document = roxmltree::Document::parse(ran.text()).unwrap();
    let all = |tag: &'static str| document.descendants().filter(move |node| node.has_tag_name(tag));
    assert_eq!((all("testcase").count(), all("failure").count()), (6, 5));
    let failing = all("testsuite").filter(|suite| suite.attribute("failures") == Some("1"));
    assert_eq!(failing.count(), 5);
    assert_eq!(all("testcase").next_back().unwrap().attribute("name"), Some("wide é.txt"));
    let none = Bench::new().feed("diff --output-format junit --no-drop --no-merge", PAGE).exits(0);
    assert!(
        roxmltree::Document::parse(none.text()).unwrap().descendants().any(|n| n.has_tag_name("testcase"))
    );
}

#[test]
fn github_gets_one_command_a_line() {
    let ran = run_all(&documents(), "--output-format github").exits(1);
    for line in ran.text().lines() {
        assert!(line.starts_with("::warning file=") || line.starts_with("::notice file="), "{line:?}");
        assert!(!line.contains(['\r', '\u{1b}', '\u{202e}', '\0']), "{line:?}");
    }
}

#[test]
fn side_by_side_fits_the_terminal() {
    let bench = documents();
    for columns in [40, 80, 133] {
        let mut command = bench.command("diff --style side-by-side --show-joins page.txt hostile.txt");
        let ran: Ran = command.env("COLUMNS", columns.to_string()).output().unwrap().into();
        let rows = ran.text().lines().filter(|row| !row.contains(" lines dropped "));
        let widest = rows.map(|row| row.chars().count()).max().unwrap();
        assert!((columns - 8..=columns).contains(&widest), "{widest} of {columns}");
    }
}

#[test]
fn forms_of_plans_do_not_compare() {
    let bench = documents();
    for form in ["--style json", "--output-format github", "--output-format sarif", "--output-format junit"] {
        bench.run(&format!("diff {form} page.txt --against empty.txt")).exits(2).prints("").says(
            "dechrome: --against: compares texts, and this form shows plans\n  hint: --style inline shows the difference of two texts\n",
        );
    }
    let both = bench.run("diff --style inline --output-format sarif page.txt").exits(2).stderr;
    assert!(both.contains("cannot be used with"), "{both}");
}
