//! The golden cases of this repository, and the laws of checking, accepting and adding.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests may")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dechrome::golden::{self, Accepted, Case, Finding, NewCase, Pending, Place, Review};
use dechrome::report::Screen;
use dechrome::review::Decision;
use tempfile::TempDir;

/// Under these options the output is the input, whatever the model: what is tested here is the bookkeeping.
const UNTOUCHED: &str = "why = \"a test\"\n[options]\nno-drop = true\nno-merge = true\n";

/// A suite with one case of the given files.
fn suite_of(files: &[(&str, &str)]) -> (TempDir, Place) {
    let suite = tempfile::tempdir().unwrap();
    let folder = suite.path().join("case");
    fs::create_dir(&folder).unwrap();
    for (name, content) in files {
        fs::write(folder.join(name), content).unwrap();
    }
    let place = golden::find(suite.path()).unwrap().remove(0);
    (suite, place)
}

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.insert(path.clone(), fs::read(path).unwrap());
        }
    }
    found
}

/// What a check finds, after making sure that it changed nothing.
#[track_caller]
fn findings(suite: &TempDir, place: &Place) -> Vec<Finding> {
    let before = contents(suite.path());
    let found = golden::check(place).unwrap();
    assert_eq!(contents(suite.path()), before, "check wrote");
    found
}

#[test]
fn the_cases_of_this_repository_pass() {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let mut failed = Vec::new();
    for place in golden::find(&suite).unwrap() {
        match golden::check(&place) {
            Ok(found) if found.is_empty() => continue,
            Ok(found) => found.iter().for_each(|finding| println!("{}: {}", place.name(), told(finding))),
            Err(error) => println!("{error}"),
        }
        failed.push(place.name());
    }
    assert!(failed.is_empty(), "differ, are missing, stale or orphans: {failed:?}");
}

fn told(finding: &Finding) -> String {
    match finding {
        Finding::Differs(difference) => {
            let mut rows = Vec::new();
            difference.write(Screen::PLAIN, &mut rows).unwrap();
            format!("differs ({})\n{}", difference.changes, String::from_utf8(rows).unwrap())
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn a_case_passes_on_the_same_bytes_and_nothing_else() {
    let (suite, place) =
        suite_of(&[("input.txt", "a\r\n\nb"), ("expected.txt", "a\r\n\nb"), ("case.toml", UNTOUCHED)]);
    assert_eq!(findings(&suite, &place), []);
    fs::write(place.path().join("expected.txt"), "a\n\nb").unwrap();
    let found = findings(&suite, &place);
    assert!(
        matches!(&found[..], [Finding::Differs(difference)] if difference.changes.altered == 1),
        "{found:?}"
    );
}

#[test]
fn a_case_without_accepted_output_is_missing_it() {
    let (suite, place) = suite_of(&[("input.txt", "a\n"), ("case.toml", UNTOUCHED)]);
    assert!(matches!(&findings(&suite, &place)[..], [Finding::Missing(_)]));
    fs::write(place.path().join("expected.txt.new"), "a\n").unwrap();
    assert!(matches!(&findings(&suite, &place)[..], [Finding::Missing(_)]));
}

#[test]
fn pending_output_is_stale_once_accepted_or_outdated() {
    let files = [
        ("input.txt", "a\n"),
        ("expected.txt", "a\n"),
        ("expected.txt.new", "a\n"),
        ("case.toml", UNTOUCHED),
    ];
    let (suite, place) = suite_of(&files);
    let pending = place.path().join("expected.txt.new");
    assert_eq!(findings(&suite, &place), [Finding::Stale(Pending::Accepted(pending.clone()))]);
    fs::write(&pending, "b\n").unwrap();
    assert_eq!(findings(&suite, &place), [Finding::Stale(Pending::Outdated(pending))]);
}

#[test]
fn what_belongs_to_no_case_is_an_orphan() {
    let files = [("input.txt", "a\n"), ("expected.txt", "a\n"), ("case.toml", UNTOUCHED), ("notes.txt", "")];
    let (suite, _) = suite_of(&files);
    fs::create_dir(suite.path().join("empty")).unwrap();
    for known in ["README.md", ".hidden", "case/.input.txt.swp"] {
        fs::write(suite.path().join(known), "").unwrap();
    }
    fs::write(suite.path().join("stray.txt"), "").unwrap();
    let places = golden::find(suite.path()).unwrap();
    let orphans: Vec<String> = places
        .iter()
        .flat_map(|place| findings(&suite, place))
        .flat_map(|finding| match finding {
            Finding::Orphan(paths) => paths,
            other => panic!("{other:?}"),
        })
        .map(|path| path.strip_prefix(suite.path()).unwrap().display().to_string())
        .collect();
    assert_eq!(orphans, ["case/notes.txt", "empty", "stray.txt"]);
}

#[test]
fn a_suite_without_cases_does_not_pass() {
    let suite = tempfile::tempdir().unwrap();
    let error = golden::find(suite.path()).unwrap_err();
    assert!(error.to_string().ends_with(": holds no golden case"), "{error}");
    let error = golden::find(&suite.path().join("nowhere")).unwrap_err();
    assert!(error.to_string().ends_with("nowhere: no such folder of golden cases"), "{error}");
}

#[test]
fn a_case_is_found_by_its_name_its_folder_or_its_suite() {
    let (suite, place) = suite_of(&[("input.txt", "a\n"), ("case.toml", UNTOUCHED)]);
    for what in [Path::new("case"), place.path(), suite.path()] {
        assert_eq!(golden::locate(suite.path(), what).unwrap(), std::slice::from_ref(&place));
    }
    let error = golden::locate(suite.path(), Path::new("cave")).unwrap_err().to_string();
    assert!(error.starts_with("cave: neither a golden case in "), "{error}");
}

#[test]
fn bad_cases_are_errors_that_name_the_file() {
    let case = |input: &[u8], about: &str| {
        let (suite, place) = suite_of(&[("input.txt", ""), ("case.toml", about)]);
        fs::write(place.path().join("input.txt"), input).unwrap();
        let error = golden::check(&place).unwrap_err().to_string();
        error.replace(&format!("{}/", suite.path().display()), "")
    };
    assert_eq!(case(b"a\n\xff", UNTOUCHED), "case/input.txt: byte 0xFF at offset 2 (line 2) is not UTF-8");
    assert_eq!(case(b"a", "why = \"\""), "case/case.toml: why is empty: a case says why it exists");
    let unknown = case(b"a", "why = \"w\"\nreason = \"r\"\n");
    assert_eq!(unknown, "case/case.toml: line 2: unknown field `reason`, expected `why` or `options`");
}

#[test]
fn accepting_promotes_todays_output_and_clears_the_pending_one() {
    let (suite, place) =
        suite_of(&[("input.txt", "a\n"), ("expected.txt.new", "a\n"), ("case.toml", UNTOUCHED)]);
    let case = Case::read(place.path()).unwrap();
    assert!(matches!(golden::accept(&case).unwrap(), Accepted::First(_)));
    assert_eq!(findings(&suite, &place), []);
    assert_eq!(golden::accept(&case).unwrap(), Accepted::Before);

    fs::write(place.path().join("expected.txt"), "other\n").unwrap();
    assert!(matches!(golden::accept(&case).unwrap(), Accepted::Changed(_)));
    assert_eq!(fs::read(place.path().join("expected.txt")).unwrap(), b"a\n");

    fs::write(place.path().join("expected.txt.new"), "a\n").unwrap();
    assert_eq!(golden::accept(&case).unwrap(), Accepted::Before);
    assert_eq!(findings(&suite, &place), []);
}

#[test]
fn output_that_is_not_text_differs_and_can_be_replaced() {
    let (suite, place) = suite_of(&[("input.txt", "caf\u{e9}\n"), ("case.toml", UNTOUCHED)]);
    for expected in [&b"caf\xe9\n"[..], b"\xef\xbb\xbfcaf\xc3\xa9\n"] {
        fs::write(place.path().join("expected.txt"), expected).unwrap();
        assert!(matches!(&findings(&suite, &place)[..], [Finding::Differs(_)]));
        golden::accept(&Case::read(place.path()).unwrap()).unwrap();
        assert_eq!(findings(&suite, &place), []);
    }
}

#[test]
fn accepting_refuses_what_was_pending_for_another_input() {
    let suite = tempfile::tempdir().unwrap();
    let new = NewCase { name: "case", why: "a test", input: b"The tide came in at nine.\n" };
    golden::add(suite.path(), new).unwrap();
    let folder = suite.path().join("case");
    fs::write(folder.join("case.toml"), UNTOUCHED).unwrap();
    fs::write(folder.join("input.txt"), "The tide came in at ten.\n").unwrap();
    let before = contents(suite.path());
    let error = golden::accept(&Case::read(&folder).unwrap()).unwrap_err();
    assert!(error.to_string().contains("input, options or model changed"), "{error}");
    assert!(error.hint().unwrap().starts_with("rm "));
    assert_eq!(contents(suite.path()), before);
}

#[test]
fn an_added_case_waits_until_somebody_accepts_it() {
    let parent = tempfile::tempdir().unwrap();
    let suite = parent.path().join("golden");
    let input = "\u{feff}Snow fell \"all\" night.\r\nThe road was closed".as_bytes();
    let case = golden::add(&suite, NewCase { name: "snow", why: "a \"quoted\"\nreason", input }).unwrap();
    assert_eq!(fs::read(case.input_path()).unwrap(), input);
    assert_eq!(case.why(), "a \"quoted\"\nreason");
    let place = golden::find(&suite).unwrap().remove(0);
    assert!(matches!(&findings(&parent, &place)[..], [Finding::Missing(_)]));
    assert_eq!(case.pending().unwrap(), Some(case.output().unwrap()));
    golden::accept(&case).unwrap();
    assert_eq!(findings(&parent, &place), []);
}

#[test]
fn what_cannot_be_a_case_is_refused_before_anything_is_written() {
    let suite = tempfile::tempdir().unwrap();
    let add =
        |name, why, input| golden::add(suite.path(), NewCase { name, why, input }).unwrap_err().to_string();
    for name in ["", ".hidden", "a/b", ".."] {
        assert!(add(name, "w", b"a").contains("cannot name a golden case"));
    }
    assert!(add("case", " ", b"a").contains("why is empty"));
    assert!(add("case", "w", b"\xff").contains("is not UTF-8"));
    assert_eq!(contents(suite.path()), BTreeMap::new());
    golden::add(suite.path(), NewCase { name: "case", why: "w", input: b"a" }).unwrap();
    assert!(add("case", "w", b"a").contains("exists already"));
}

/// A menu that goes, above a text that stays.
const MENU: &str = "\
Home | News | Sport | Weather | Shop
Log in

The crew of the morning ferry turned their boat around on Tuesday, after a passenger had seen the tail of a whale.

It took them four hours to cut the animal loose, while the passengers handed out tea and kept a look-out.
";

/// The decisions that make, of the changes of a review, those of these numbers.
fn only(review: &Review, made: &[usize]) -> (String, Vec<Option<Decision>>) {
    let made = |index: usize| made.contains(&index);
    let decided = |index| Some(if made(index) { Decision::Accepted } else { Decision::Rejected });
    (review.document().with(made), (0..review.document().changes.len()).map(decided).collect())
}

#[test]
fn all_changes_of_a_review_are_todays_output_whatever_was_accepted_before() {
    let input =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/wrapped-page/input.txt"));
    let input = input.unwrap();
    let (suite, place) = suite_of(&[("input.txt", &input), ("case.toml", "why = \"w\"\n")]);
    let expected = place.path().join("expected.txt");
    let output = Case::read(place.path()).unwrap().output().unwrap();
    let cleaned = String::from_utf8(output.clone()).unwrap();
    let backwards: String = cleaned.split_inclusive('\n').rev().collect();
    let befores = [
        input.clone(),
        String::new(),
        cleaned.replace("Home", "").replace('\n', "\r\n"),
        cleaned.replacen("\n\n", "\n\n\n\nLog in\n", 2),
        cleaned.replace(". ", ".\n"),
        cleaned.trim_end().to_owned(),
        backwards,
    ];
    for before in befores {
        fs::write(&expected, &before).unwrap();
        let review = Review::of(Case::read(place.path()).unwrap()).unwrap().unwrap();
        let count = review.document().changes.len();
        assert!(count > 0 && review.document().with(|_| false) == before);
        let (result, decisions) = only(&review, &(0..count).collect::<Vec<_>>());
        assert_eq!(result, cleaned);
        assert!(review.settle(&result, &decisions).unwrap());
        assert_eq!(fs::read(&expected).unwrap(), output);
        assert_eq!(findings(&suite, &place), []);
    }
}

#[test]
fn a_review_of_lines_that_go_now_names_their_kinds() {
    let input =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/wrapped-page/input.txt"));
    let input = input.unwrap();
    let (_suite, place) = suite_of(&[("input.txt", &input), ("case.toml", "why = \"w\"\n")]);
    let cleaned = String::from_utf8(Case::read(place.path()).unwrap().output().unwrap()).unwrap();
    fs::write(place.path().join("expected.txt"), format!("Home\nThursday, 5 June 2025\n{cleaned}")).unwrap();
    let review = Review::of(Case::read(place.path()).unwrap()).unwrap().unwrap();
    let told: Vec<(&str, &[String])> =
        review.document().changes.iter().map(|change| (change.reason, &change.dropped[..])).collect();
    let (home, day) = (["Home".to_owned()], ["Thursday, 5 June 2025".to_owned()]);
    assert_eq!(told, [("nav", &home[..]), ("date", &day[..])]);
    assert!(review.document().changes.iter().all(|c| c.scores.is_some() && c.why.contains("against ")));
}

#[test]
fn what_is_rejected_in_a_review_goes_on_to_fail() {
    let files = [("input.txt", "a\nb\n"), ("expected.txt", "a\nold\nb\nold\n"), ("case.toml", UNTOUCHED)];
    let (suite, place) = suite_of(&files);
    let begin = || Review::of(Case::read(place.path()).unwrap()).unwrap().unwrap();
    let accepted = || fs::read_to_string(place.path().join("expected.txt")).unwrap();
    let (result, decisions) = only(&begin(), &[1]);
    assert!(!begin().settle(&result, &decisions).unwrap());
    assert_eq!(accepted(), "a\nold\nb\n");
    assert!(matches!(&findings(&suite, &place)[..], [Finding::Differs(_)]));
    let open = [None];
    assert!(!begin().settle("a\nb\n", &open).unwrap(), "nothing was decided");
    assert_eq!(accepted(), "a\nold\nb\n");
    let edited = [Some(Decision::Edited)];
    assert!(!begin().settle("by hand\n", &edited).unwrap());
    assert_eq!(accepted(), "by hand\n");
}

#[test]
fn a_case_of_which_nothing_changes_is_accepted_or_stays_without_output() {
    let files = [("input.txt", "a\n"), ("expected.txt.new", "a\n"), ("case.toml", UNTOUCHED)];
    let (suite, place) = suite_of(&files);
    let review = Review::of(Case::read(place.path()).unwrap()).unwrap().unwrap();
    assert_eq!(review.document().changes[0].reason, "unchanged");
    let before = contents(suite.path());
    assert!(!review.settle("a\n", &[Some(Decision::Rejected)]).unwrap());
    assert_eq!(contents(suite.path()), before);
    assert!(review.settle("a\n", &[Some(Decision::Accepted)]).unwrap());
    assert_eq!(findings(&suite, &place), []);
    assert!(Review::of(Case::read(place.path()).unwrap()).unwrap().is_none());
}

#[test]
fn accepted_output_in_another_encoding_is_one_change() {
    for expected in [&b"\xef\xbb\xbfcaf\xc3\xa9\n"[..], b"caf\xe9\n", b""] {
        let (suite, place) = suite_of(&[("input.txt", "caf\u{e9}\n"), ("case.toml", UNTOUCHED)]);
        fs::write(place.path().join("expected.txt"), expected).unwrap();
        let review = Review::of(Case::read(place.path()).unwrap()).unwrap().unwrap();
        assert_eq!(review.document().changes.len(), 1);
        let (result, decisions) = only(&review, &[0]);
        assert!(review.settle(&result, &decisions).unwrap());
        assert_eq!(findings(&suite, &place), []);
    }
}

#[test]
fn a_review_refuses_what_was_not_shown() {
    for (name, content) in [
        ("input.txt", "c\n"),
        ("expected.txt", "x\n"),
        ("expected.txt.new", "x\n"),
        ("case.toml", "why = \"w\"\n"),
    ] {
        // Under the options of the second `case.toml` the menu goes.
        let files = [("input.txt", MENU), ("expected.txt", "old\n"), ("case.toml", UNTOUCHED)];
        let (suite, place) = suite_of(&files);
        let review = Review::of(Case::read(place.path()).unwrap()).unwrap().unwrap();
        fs::write(place.path().join(name), content).unwrap();
        let before = contents(suite.path());
        let (result, decisions) = only(&review, &[0]);
        let error = review.settle(&result, &decisions).unwrap_err().to_string();
        assert!(error.contains("case: changed since it was shown"), "{name}: {error}");
        assert_eq!(contents(suite.path()), before, "{name}");
    }
}

#[test]
fn accepting_refuses_what_another_model_made() {
    let (suite, place) = suite_of(&[("input.txt", MENU), ("case.toml", "why = \"w\"\n")]);
    let case = Case::read(place.path()).unwrap();
    let today = case.output().unwrap();
    assert_ne!(today, MENU.as_bytes(), "a model that keeps everything would make other output");
    fs::write(case.pending_path(), MENU).unwrap();
    let before = contents(suite.path());
    let error = golden::accept(&case).unwrap_err().to_string();
    assert!(error.contains("input, options or model changed"), "{error}");
    assert_eq!(contents(suite.path()), before);
}

#[test]
fn checks_of_many_cases_are_the_same_for_any_number_of_jobs() {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let places = golden::find(&suite).unwrap();
    let told = |jobs| {
        let found = golden::check_all(&places, std::num::NonZeroUsize::new(jobs)).unwrap();
        found.into_iter().map(|found| format!("{found:?}")).collect::<Vec<_>>()
    };
    assert_eq!(told(1), told(5));
}

#[test]
fn a_review_names_what_became_of_lines_that_differ() {
    let review = |accepted: &str, today: &str| {
        let files = [("input.txt", today), ("expected.txt", accepted), ("case.toml", UNTOUCHED)];
        let (_suite, place) = suite_of(&files);
        let review = Review::of(Case::read(place.path()).unwrap()).unwrap().unwrap();
        let told = |change: &dechrome::review::Change| {
            (change.reason, change.span.clone(), change.put.clone(), change.scores.is_some())
        };
        review.document().changes.iter().map(told).collect::<Vec<_>>()
    };
    let change = |reason, span, put: &str, scored| (reason, span, put.to_owned(), scored);
    let table = [
        (
            "went to\nRome\nend\n",
            "went to Rome\nend\n",
            vec![change("mended", 0..13, "went to Rome\n", false)],
        ),
        (
            "went to Rome\nend\n",
            "went to\nRome\nend\n",
            vec![change("unmended", 0..13, "went to\nRome\n", true)],
        ),
        ("top\nx-y\nend\n", "top\nxy\nend\n", vec![change("altered", 4..8, "xy\n", true)]),
        ("top\n> x\u{ad}y\nend\n", "top\nx y\nend\n", vec![change("altered", 4..11, "x y\n", true)]),
        ("top\nend\n", "top\nnew\nend\n", vec![change("kept", 4..4, "new\n", true)]),
        ("top\nend\n", "top\n\nend\n", vec![change("kept", 4..4, "\n", false)]),
        ("top\none\nend\n", "top\ntwo\nend\n", vec![change("changed", 4..8, "two\n", true)]),
        ("top\nold\nend\n", "top\nend\n", vec![change("changed", 4..8, "", false)]),
        ("top\n\n\nend\n", "top\n\nend\n", vec![change("blank", 5..6, "", false)]),
        (
            "old\ntop\nthe\nend\n\nold\n",
            "top\nthe\nend\n",
            vec![change("changed", 0..4, "", false), change("changed", 16..21, "", false)],
        ),
    ];
    for (accepted, today, wanted) in table {
        assert_eq!(review(accepted, today), wanted, "{accepted:?} to {today:?}");
    }
}

#[test]
fn lines_that_go_for_different_reasons_are_different_changes_with_their_own_scores() {
    let input =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/wrapped-page/input.txt"));
    let input = input.unwrap();
    let (_suite, place) = suite_of(&[("input.txt", &input), ("case.toml", "why = \"w\"\n")]);
    let case = Case::read(place.path()).unwrap();
    let cleaned = String::from_utf8(case.output().unwrap()).unwrap();
    // As if all lines of the input stayed: each run of lines that go is one change, of one kind.
    fs::write(place.path().join("expected.txt"), &input).unwrap();
    let review = Review::of(case).unwrap().unwrap();
    let changes = &review.document().changes;
    let kinds: Vec<&str> =
        changes.iter().filter(|change| change.put.is_empty()).map(|change| change.reason).collect();
    assert!(kinds.len() > 1 && kinds.iter().all(|kind| *kind != "changed" && *kind != "blank"), "{kinds:?}");
    for change in changes.iter().filter(|change| change.put.is_empty()) {
        let gone: Vec<&str> = input[change.span.clone()]
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(str::trim)
            .collect();
        assert_eq!(change.dropped, gone);
        let (least, most) = change.scores.unwrap();
        assert!((0.0..=most).contains(&least) && most < 1.0, "{change:?}");
    }
    let mended: Vec<_> = changes.iter().filter(|change| change.reason == "mended").collect();
    assert!(mended.iter().all(|change| change.scores.is_some_and(|(least, _)| least > 0.5)), "{mended:?}");
    assert_eq!(review.document().with(|_| true), cleaned);
}
