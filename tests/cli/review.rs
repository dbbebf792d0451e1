//! Reviews: every key on a real terminal, every way they can end, and what is left on disk then.

use std::os::unix::fs::PermissionsExt;

use crate::bench::{Bench, PAGE};
use crate::terminal::{Left, Terminal, is_missing};

const REVIEW: &str = "clean -i --review page.txt";
/// Under these options the output is the input, whatever the model.
const UNTOUCHED: &str = "why = \"a test\"\n[options]\nno-drop = true\nno-merge = true\n";
const HOME: &str = "Home | News";
const BREAK: &str = "on Tuesday, after a\npassenger";

fn page() -> Bench {
    Bench::with("page.txt", PAGE)
}

fn text(bench: &Bench, name: &str) -> String {
    String::from_utf8(bench.read(name)).unwrap()
}

fn start(bench: &Bench, args: &str) -> Terminal {
    Terminal::start(&bench.command(args), 24, 80)
}

/// Reviews the page with these keys, one after another is shown; gives the page and how it ended.
fn reviewed(keys: &[&str]) -> Option<(Bench, Left)> {
    if is_missing() {
        return None;
    }
    let bench = page();
    let mut terminal = start(&bench, REVIEW);
    terminal.until("change 1 of ");
    for key in keys {
        terminal.send(key);
    }
    let left = terminal.end();
    Some((bench, left))
}

/// Looks at the first mended break.
fn go_to_a_break(terminal: &mut Terminal) {
    for change in 1.. {
        if terminal.until(&format!("change {change} of ")).contains(": mended") {
            return;
        }
        terminal.send("j");
    }
}

#[test]
fn what_is_accepted_is_made() {
    let Some((bench, left)) = reviewed(&["A"]) else { return };
    let cleaned = page().run("clean page.txt").stdout;
    assert_eq!((bench.read("page.txt"), left.code), (cleaned, Some(0)));
    assert!(left.screen.contains(" accepted, 0 rejected, 0 open"), "{}", left.screen);
    let Some((bench, _)) = reviewed(&["a", "q"]) else { return };
    let text = text(&bench, "page.txt");
    assert!(!text.contains(HOME) && text.contains(BREAK) && text.contains("Related articles"), "{text}");
}

#[test]
fn what_is_rejected_or_skipped_stays() {
    let Some((bench, left)) = reviewed(&["R"]) else { return };
    assert_eq!((text(&bench, "page.txt"), left.code), (PAGE.to_owned(), Some(0)));
    for keys in [&["S"][..], &["r", "s", "q"], &["q"], &["a", "u", "q"], &["x", "f", "q"]] {
        let Some((bench, left)) = reviewed(keys) else { return };
        assert_eq!((text(&bench, "page.txt"), left.code), (PAGE.to_owned(), Some(1)), "{keys:?}");
    }
}

#[test]
fn however_it_ends_nothing_decided_is_lost() {
    if is_missing() {
        return;
    }
    for end in ["\u{3}", "\u{4}", "q", "close", "TERM", "HUP", "INT"] {
        let bench = page();
        let mut terminal = start(&bench, REVIEW);
        terminal.until("change 1 of ");
        terminal.send("a");
        terminal.until("change 2 of ");
        match end {
            "close" => terminal.close(),
            "TERM" | "HUP" | "INT" => {
                terminal.signal(end);
                assert_eq!(terminal.end().code, Some(1), "{end}");
            }
            key => {
                terminal.send(key);
                assert_eq!(terminal.end().code, Some(1), "{end:?}");
            }
        }
        let text = text(&bench, "page.txt");
        assert!(!text.contains(HOME) && text.contains("Related articles"), "{end:?}: {text}");
        assert_eq!(bench.names(), ["page.txt"], "{end:?}");
    }
}

/// A rule and a correction are decisions too, and so is what was decided about other files before.
#[test]
#[expect(clippy::too_many_lines, reason = "one story, and what must hold at its end")]
fn a_lost_terminal_loses_no_decision_about_any_file() {
    if is_missing() {
        return;
    }
    for end in ["close", "HUP"] {
        let bench = page();
        bench
            .file("b.txt", PAGE)
            .file("dechrome.toml", "# ours\n")
            .file("fixes.jsonl", "{\"id\": \"before\"}\n");
        let mut terminal = start(&bench, &format!("{REVIEW} b.txt --corrections fixes.jsonl"));
        let shown = terminal.until("page.txt  change 1 of ");
        let total = shown.split(" of ").nth(1).unwrap().split(':').next().unwrap();
        let of_one = total.trim().parse::<usize>().unwrap() / 2;
        terminal.send("K");
        for change in 2..=of_one {
            terminal.until(&format!("page.txt  change {change} of "));
            terminal.send("a");
        }
        // The rule has decided about the first change there too.
        terminal.until(&format!("b.txt  change {} of ", of_one + 2));
        terminal.send("a");
        terminal.until(&format!("b.txt  change {} of ", of_one + 3));
        match end {
            "close" => terminal.close(),
            signal => {
                terminal.signal(signal);
                assert_eq!(terminal.end().code, Some(1));
            }
        }
        let ours = text(&bench, "dechrome.toml");
        assert!(ours.starts_with("# ours\n\n[[keep]]\n") && ours.contains(HOME), "{end}: {ours}");
        let first = text(&bench, "page.txt");
        assert!(
            first.starts_with(HOME) && !first.contains(BREAK) && !first.contains("Related articles"),
            "{first}"
        );
        let other = text(&bench, "b.txt");
        assert!(!other.contains("Log in") && other.contains("Related articles"), "{end}: {other}");
        let rows =
            dechrome::train::rows::read::<dechrome::train::rows::Row>(&bench.path("fixes.jsonl")).unwrap();
        assert_eq!(
            rows.iter().map(|row| &*row.id).collect::<Vec<_>>(),
            ["before", "page.txt", "b.txt"],
            "{end}"
        );
        assert_eq!(bench.names(), ["b.txt", "dechrome.toml", "fixes.jsonl", "page.txt"], "{end}");
    }
}

#[test]
fn a_lost_terminal_loses_no_decision_about_cases() {
    if is_missing() {
        return;
    }
    let files = [("input.txt", "one\ntwo\n\nthree\nend\n"), ("expected.txt", "one\ntwo\nold\n\nthree\n")];
    let bench = suite(&files);
    let mut terminal = start(&bench, "golden review");
    terminal.until("change 1 of 2");
    terminal.send("a");
    terminal.until("change 2 of 2");
    terminal.close();
    assert_eq!(text(&bench, "golden/case/expected.txt"), "one\ntwo\n\nthree\n");
}

#[test]
fn keys_move_and_explain() {
    if is_missing() {
        return;
    }
    let bench = page();
    let mut terminal = start(&bench, REVIEW);
    terminal.until("change 1 of ");
    assert!(terminal.shown().contains("score 0."), "{}", terminal.shown());
    terminal.send("j").send("j");
    terminal.until("change 3 of ");
    terminal.send("k");
    terminal.until("change 2 of ");
    terminal.send("\u{1b}[A"); // arrow up
    terminal.until("change 1 of ");
    terminal.send("?");
    terminal.until("any key goes back");
    terminal.send("a");
    terminal.until("change 1 of ");
    terminal.send("z");
    terminal.until("? shows what the keys do");
    terminal.send("a");
    terminal.until("change 2 of ");
    terminal.send("u");
    terminal.until("change 1 of ");
    terminal.send("q");
    assert_eq!(terminal.end().code, Some(1));
    assert_eq!(text(&bench, "page.txt"), PAGE);
}

#[test]
fn f_decides_all_changes_with_this_reason() {
    if is_missing() {
        return;
    }
    let bench = page();
    let mut terminal = start(&bench, REVIEW);
    go_to_a_break(&mut terminal);
    terminal.send("f");
    terminal.until("every mended change: a accept");
    terminal.send("a").send("q");
    assert_eq!(terminal.end().code, Some(1));
    assert_eq!(bench.read("page.txt"), page().run("clean --no-drop page.txt").stdout);
}

#[test]
fn k_writes_a_rule_and_keeps_the_line() {
    if is_missing() {
        return;
    }
    let bench = page();
    bench.file("dechrome.toml", "# ours\nno-dehyphenate = true # as printed\n");
    let mut terminal = start(&bench, REVIEW);
    terminal.until("change 1 of ");
    terminal.send("K");
    terminal.until("change 2 of ");
    terminal.send("A");
    assert_eq!(terminal.end().code, Some(0));
    let rules = text(&bench, "dechrome.toml");
    let rule = "# ours\nno-dehyphenate = true # as printed\n\n[[keep]]\nphrase = \"Home | News | Sport | Weather | Shop\"\nscope = \"line\"\n";
    assert!(rules.starts_with(rule), "{rules}");
    let text = text(&bench, "page.txt");
    assert!(text.starts_with(HOME) && !text.contains("Related articles"), "{text}");
}

#[test]
fn e_takes_what_the_editor_leaves() {
    if is_missing() {
        return;
    }
    let bench = page();
    bench.file("edit.sh", "cp \"$1\" draft.txt\nprintf 'by hand\\n' > \"$1\"\n").file("fail.sh", "exit 3\n");
    for (name, editor) in [("VISUAL", "sh edit.sh"), ("EDITOR", "sh edit.sh")] {
        bench.file("page.txt", PAGE);
        let mut command = bench.command(REVIEW);
        command.env_remove("VISUAL").env("EDITOR", "sh fail.sh").env(name, editor);
        let mut terminal = Terminal::start(&command, 24, 80);
        terminal.until("change 1 of ");
        terminal.send("r");
        terminal.until("change 2 of ");
        terminal.send("e");
        assert_eq!(terminal.end().code, Some(0));
        assert_eq!(text(&bench, "page.txt"), "by hand\n");
        let draft = text(&bench, "draft.txt");
        assert!(draft.starts_with(HOME) && !draft.contains("Related articles"), "{draft}");
    }
    bench.file("page.txt", PAGE);
    let mut command = bench.command(REVIEW);
    command.env("VISUAL", "sh fail.sh");
    let mut terminal = Terminal::start(&command, 24, 80);
    terminal.until("change 1 of ");
    terminal.send("e");
    terminal.until("sh fail.sh failed");
    terminal.send("q");
    assert_eq!(terminal.end().code, Some(1));
    assert_eq!(text(&bench, "page.txt"), PAGE);
}

#[test]
fn the_screen_follows_the_terminals_size_down_to_one_line() {
    if is_missing() {
        return;
    }
    let bench = page();
    let mut terminal = start(&bench, REVIEW);
    terminal.until("q quit");
    terminal.resize(10, 40);
    terminal.until("a r s A R S");
    terminal.resize(1, 40);
    terminal.until("a r s ? q 1/");
    terminal.resize(24, 120);
    terminal.until("j k move");
    terminal.send("q");
    terminal.end();
    let mut terminal = Terminal::start(&bench.command(REVIEW), 1, 60);
    terminal.until("a r s ? q 1/");
    terminal.send("a");
    terminal.until("a r s ? q 2/");
    terminal.send("q");
    assert_eq!(terminal.end().code, Some(1));
    assert!(!text(&bench, "page.txt").contains(HOME));
}

#[test]
fn a_change_longer_than_the_screen_has_pages() {
    if is_missing() {
        return;
    }
    let bench = page();
    let mut terminal = Terminal::start(&bench.command(REVIEW), 4, 120);
    go_to_a_break(&mut terminal);
    terminal.until("page 1 of ");
    terminal.send(" ");
    terminal.until("page 2 of ");
    terminal.send("q");
    terminal.end();
}

#[test]
fn colours_and_texts_are_as_elsewhere() {
    if is_missing() {
        return;
    }
    let bench = Bench::with("page.txt", format!("Home | \u{1b}]0;evil\u{7} \u{202e}News\n{PAGE}"));
    for (no_color, coloured) in [("", true), ("1", false)] {
        let mut command = bench.command(REVIEW);
        command.env("NO_COLOR", no_color);
        let mut terminal = Terminal::start(&command, 24, 80);
        terminal.until("change 1 of ");
        terminal.until("\\u{1b}]0;evil\\u{7} \\u{202e}News");
        terminal.send("q");
        let raw = terminal.end().raw;
        assert!(!raw.contains(['\u{7}', '\u{202e}']) && !raw.contains("\u{1b}]"), "{raw:?}");
        assert_eq!(raw.contains("\u{1b}[31m"), coloured, "{raw:?}");
    }
}

#[test]
fn a_file_that_changed_meanwhile_is_left_alone() {
    if is_missing() {
        return;
    }
    let bench = page();
    bench.file("other.txt", PAGE);
    let mut terminal = start(&bench, &format!("{REVIEW} other.txt"));
    terminal.until("change 1 of ");
    bench.file("page.txt", "something else\n");
    terminal.send("A");
    let left = terminal.end();
    assert_eq!(left.code, Some(2));
    assert!(left.screen.contains("page.txt: changed since it was shown"), "{}", left.screen);
    assert_eq!(text(&bench, "page.txt"), "something else\n");
    assert_eq!(bench.read("other.txt"), page().run("clean page.txt").stdout);
}

#[test]
fn backups_and_rows_are_as_without_review() {
    if is_missing() {
        return;
    }
    let row = |text: &str| format!("{{\"n\": 1e400, \"text\": {}}}\n", serde_json::to_string(text).unwrap());
    let rows = format!("{}\n{}", row(PAGE), row("The ferry turned.\n"));
    let bench = Bench::with("rows.jsonl", &rows);
    let cleaned = bench.run("clean --format jsonl rows.jsonl").stdout;
    let mut terminal = start(&bench, "clean --in-place=.bak --review --format jsonl rows.jsonl");
    terminal.until("change 1 of ");
    terminal.send("A");
    assert_eq!(terminal.end().code, Some(0));
    assert_eq!((bench.read("rows.jsonl"), text(&bench, "rows.jsonl.bak")), (cleaned, rows));
}

#[test]
fn rejected_removals_are_corrections_that_train_reads() {
    if is_missing() {
        return;
    }
    let bench = page();
    bench.file("fixes.jsonl", "{\"id\": \"before\"}");
    let mut terminal = start(&bench, &format!("{REVIEW} --corrections fixes.jsonl"));
    terminal.until("change 1 of ");
    terminal.send("r");
    terminal.until("change 2 of ");
    terminal.send("A");
    assert_eq!(terminal.end().code, Some(0));
    let rows: Vec<dechrome::train::rows::Row> =
        dechrome::train::rows::read(&bench.path("fixes.jsonl")).unwrap();
    let ids: Vec<&str> = rows.iter().map(|row| &*row.id).collect();
    assert_eq!(ids, ["before", "page.txt"]);
    let (row, [with, without]) = (&rows[1], [&rows[1].with, &rows[1].without].map(|l| l.clone().unwrap()));
    assert_eq!((row.rendering(0), row.silver.clone()), (Some(PAGE), Some(text(&bench, "page.txt"))));
    assert!(with[0].starts_with(HOME) && without.contains(&"Related articles".to_owned()), "{row:?}");
}

#[test]
fn without_a_terminal_the_changes_are_shown_with_what_to_type() {
    let bench = page();
    let ran = bench.run("clean -i --review page.txt --threshold 0.5").exits(1);
    let diff = bench.run("diff page.txt --threshold 0.5").stdout;
    let expected = "nothing is changed; to make all of these changes:\n  dechrome clean -i page.txt --threshold 0.5\nto decide one by one, on a terminal:\n  dechrome clean -i --review page.txt --threshold 0.5\n";
    assert_eq!((&*ran.stderr, &ran.stdout), (expected, &diff));
    assert_eq!(text(&bench, "page.txt"), PAGE);
    bench.file("clean.txt", "");
    bench.run("clean -i --review clean.txt").succeeds().prints("");
    bench
        .run("clean -i --review")
        .exits(2)
        .says("dechrome: standard input: cannot be replaced, only files can\n");
    bench.run("clean --review page.txt").exits(2);
    let idle = "dechrome: --ci: says how to review, but nothing is reviewed\n  hint: -i --review does\n";
    bench.run("clean -i --ci page.txt").exits(2).says(idle);
    bench.run("clean --corrections x page.txt").exits(2);
    assert_eq!(
        (text(&bench, "page.txt"), bench.names()),
        (PAGE.to_owned(), vec!["clean.txt".into(), "page.txt".into()])
    );
}

#[test]
fn on_ci_nothing_is_written_even_on_a_terminal() {
    if is_missing() {
        return;
    }
    let bench = page();
    let mut command = bench.command(REVIEW);
    command.env("CI", "1");
    for command in [&command, &bench.command(&format!("{REVIEW} --ci"))] {
        let left = Terminal::start(command, 60, 120).end();
        assert_eq!((left.code, text(&bench, "page.txt")), (Some(1), PAGE.to_owned()));
        assert!(left.screen.contains("nothing is changed"), "{}", left.screen);
    }
}

#[test]
fn a_file_that_cannot_be_replaced_is_named_before_anybody_is_asked() {
    let bench = page();
    if crate::bench::is_root(&bench) {
        return;
    }
    std::fs::set_permissions(bench.path("page.txt"), std::fs::Permissions::from_mode(0o444)).unwrap();
    bench.run(REVIEW).exits(2).says("dechrome: page.txt: is read-only\n");
}

/// A suite with one case; under its options the output is the input.
fn suite(files: &[(&str, &str)]) -> Bench {
    let bench = Bench::new();
    std::fs::create_dir_all(bench.path("golden/case")).unwrap();
    bench.file("golden/case/case.toml", UNTOUCHED);
    for (name, content) in files {
        bench.file(&format!("golden/case/{name}"), content);
    }
    bench
}

#[test]
fn cases_take_the_accepted_changes() {
    if is_missing() {
        return;
    }
    let files = [("input.txt", "one\ntwo\n\nthree\nend\n"), ("expected.txt", "one\ntwo\nold\n\nthree\n")];
    let bench = suite(&files);
    let mut terminal = start(&bench, "golden review");
    let shown = terminal.until("case  change 1 of 2: changed, 1 line goes");
    assert!(shown.contains("-    3  old") && shown.contains("     2  two"), "{shown}");
    terminal.send("a");
    terminal.until("change 2 of 2: kept");
    terminal.send("r");
    let left = terminal.end();
    assert_eq!(left.code, Some(1));
    assert!(
        left.screen.contains("golden: case is not what cleaning gives\n0 passed, 1 failed"),
        "{}",
        left.screen
    );
    assert_eq!(text(&bench, "golden/case/expected.txt"), "one\ntwo\n\nthree\n");
    let mut terminal = start(&bench, "golden review case");
    terminal.until("change 1 of 1");
    terminal.send("a");
    let left = terminal.end();
    assert_eq!((left.code, left.screen.contains("1 passed, 0 failed")), (Some(0), true));
    bench.run("golden check").succeeds();
    bench.run("golden review").succeeds().prints("1 passed, 0 failed\n");
}

#[test]
fn a_new_case_passes_once_its_pending_output_is_accepted() {
    if is_missing() {
        return;
    }
    let bench = page();
    bench.run("golden add page.txt").succeeds();
    let pending = bench.read("golden/page/expected.txt.new");
    let mut terminal = start(&bench, "golden review");
    terminal.until("page  change 1 of ");
    terminal.send("A");
    assert_eq!(terminal.end().code, Some(0));
    assert_eq!(bench.read("golden/page/expected.txt"), pending);
    assert!(!bench.path("golden/page/expected.txt.new").exists());
}

#[test]
fn a_case_that_changed_meanwhile_is_not_accepted() {
    if is_missing() {
        return;
    }
    let changes: [(&str, &str); 3] = [
        ("case.toml", "why = \"a test\"\n"),
        ("input.txt", "another\n"),
        ("expected.txt", "accepted by somebody else\n"),
    ];
    for (name, content) in changes {
        let bench = suite(&[("input.txt", PAGE), ("expected.txt", "old\n")]);
        let mut terminal = start(&bench, "golden review");
        terminal.until("change 1 of ");
        bench.file(&format!("golden/case/{name}"), content);
        let before = bench.read("golden/case/expected.txt");
        terminal.send("A");
        let left = terminal.end();
        assert_eq!((left.code, bench.read("golden/case/expected.txt")), (Some(2), before), "{name}");
        assert!(left.raw.contains("golden/case: changed since it was shown"), "{}", left.raw);
    }
}

#[test]
fn golden_review_without_a_terminal_is_a_check() {
    let bench = suite(&[("input.txt", "a\nnew\n"), ("expected.txt", "a\nold\n")]);
    let checked = bench.run("golden check").exits(1);
    assert!(checked.text().contains("hint: dechrome golden accept case"), "{}", checked.text());
    bench.run("golden review").exits(1).says("").prints(&checked.stdout);
    bench.run("golden review case --ci").exits(1).prints(&checked.stdout);
    assert_eq!(text(&bench, "golden/case/expected.txt"), "a\nold\n");
}

#[test]
fn cases_checked_together_are_told_of_in_order() {
    let bench = Bench::new();
    for number in 0..12 {
        let folder = format!("golden/case-{number:02}");
        std::fs::create_dir_all(bench.path(&folder)).unwrap();
        bench.file(&format!("{folder}/case.toml"), UNTOUCHED);
        bench.file(&format!("{folder}/input.txt"), format!("a\n{number}\n"));
        bench.file(&format!("{folder}/expected.txt"), format!("a\n{}\n", number % 3));
    }
    let one = bench.run("golden check --jobs 1").exits(1);
    assert!(one.text().ends_with("3 passed, 9 failed\n"), "{}", one.text());
    for jobs in ["-j 2", "-j 7", ""] {
        bench.run(&format!("golden check {jobs}")).exits(1).says("").prints(&one.stdout);
    }
    bench.run("golden check --jobs 0").exits(2);
}
