//! Models tuned by corrections: what they learn, what they leave as it was, and when they are refused.

use std::fs;

use crate::bench::{Bench, Ran};

const NOTICE: &str = "Letters to the harbour office";
const MENU: &str = "Home | News | Sport | Weather\nLog in\n\n";
const FOOT: &str = "\n\nShare on Facebook\nAbout us\nContact\n";
const WHO: [&str; 8] = [
    "the miller",
    "a nurse",
    "the ferryman",
    "two bakers",
    "a sailor",
    "the teacher",
    "an old shepherd",
    "the postman",
];

/// A page with a notice that looks like a heading of its story.
fn page(story: usize) -> String {
    let who = WHO[story % WHO.len()];
    let thing = ["a bridge", "an orchard", "the mill", "a bell", "a boat"][story % 5];
    let story = format!(
        "How {who} saved {thing}\n\nWhen the storm came over the island last week, {who} got up in the night and tied \
         down {thing}, while everybody else was fast asleep.\n\n\"It had to be done,\" said {who}, who has lived by \
         the sound for thirty years and knows {thing} well.\n"
    );
    [MENU, &story, "\n", NOTICE, FOOT].concat()
}

/// Golden cases, each a page with what is wanted of it.
fn cases(bench: &Bench, wanted: impl Iterator<Item = (String, String)>) {
    for (index, (input, expected)) in wanted.enumerate() {
        let folder = bench.path(&format!("golden/{index}"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("input.txt"), input).unwrap();
        fs::write(folder.join("expected.txt"), expected).unwrap();
        fs::write(folder.join("case.toml"), "why = \"a test\"\n").unwrap();
    }
}

fn without_notice(story: usize) -> (String, String) {
    let rest = format!("\n{NOTICE}{FOOT}");
    (page(story), page(story).replace(MENU, "").replace(&rest, ""))
}

fn has_notice(ran: &Ran) -> bool {
    ran.text().contains(NOTICE)
}

#[test]
fn what_was_corrected_is_learnt_and_other_lines_stay() {
    let bench = Bench::new();
    cases(&bench, (0..7).map(without_notice));
    bench.file("new.txt", page(7));
    assert!(has_notice(&bench.run("clean new.txt").exits(0)), "the base has it wrong");
    let ran = bench.run("train --from golden -o my.model").exits(0);
    assert!(ran.stderr.contains("corrected documents              7\n"), "{}", ran.stderr);
    let cleaned = bench.run("clean --model my.model new.txt").exits(0);
    assert!(!has_notice(&cleaned) && cleaned.text().contains("got up in the night"), "{}", cleaned.text());
    let first = bench.read("my.model");
    bench.run("train --from golden -o my.model").exits(0);
    assert!(bench.read("my.model") == first, "the same corrections give the same bytes");

    bench.file("dechrome.toml", "model = \"my.model\"\n");
    bench.run("clean --dump-config").succeeds().prints("model = \"my.model\"\n");
    fs::create_dir(bench.path("below")).unwrap();
    fs::write(bench.path("below/new.txt"), page(7)).unwrap();
    let below = bench.command("clean new.txt").current_dir(bench.path("below")).output().unwrap();
    assert!(!has_notice(&below.into()), "named from the folder of the file");
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/model/default.model"), bench.path("base.model")).unwrap();
    assert!(
        has_notice(&bench.run("clean --model base.model new.txt").exits(0)),
        "what is typed goes over it"
    );
}

#[test]
fn where_the_base_is_right_nothing_changes() {
    let bench = Bench::new();
    let right = |story| {
        bench.file("page.txt", page(story));
        (page(story), bench.run("clean page.txt").exits(0).text().to_owned())
    };
    cases(&bench, (0..4).map(right));
    let ran = bench.run("train --from golden -o my.model").exits(0);
    assert!(ran.stderr.contains("so nothing was learnt"), "{}", ran.stderr);
    let base = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/model/default.model")).unwrap();
    assert!(bench.read("my.model") == base);
}

#[test]
fn corrections_that_contradict_each_other_do_no_harm() {
    let bench = Bench::new();
    let either = |index: usize| match index % 2 {
        0 => without_notice(index / 2),
        _ => {
            let (input, expected) = without_notice(index / 2);
            (input, format!("{expected}\n{NOTICE}\n"))
        }
    };
    cases(&bench, (0..8).map(either));
    let ran = bench.run("train --from golden -o my.model");
    assert!(ran.code == Some(0) || (ran.code == Some(1) && !bench.path("my.model").exists()), "{ran:?}");
    bench.run("train --from golden -o my.model --allow-regression").exits(0);
    bench.file("new.txt", page(7));
    let cleaned = bench.run("clean --model my.model new.txt").exits(0);
    assert!(cleaned.text().contains("got up in the night"), "{}", cleaned.text());
}

#[test]
fn rows_teach_too_and_what_a_review_left_open_does_not() {
    let bench = Bench::new();
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\\\"").replace('\n', "\\n"));
    let row = |story: usize, main: &str| {
        let (input, expected) = without_notice(story);
        format!("{{\"id\": \"{story}\", \"text\": {}, \"{main}\": {}}}\n", quoted(&input), quoted(&expected))
    };
    bench.file("edited.jsonl", (0..6).map(|story| row(story, "gold")).collect::<String>());
    let ran = bench.run("train --from edited.jsonl -o my.model").exits(0);
    assert!(ran.stderr.contains("lines the base has wrong       6\n"), "{}", ran.stderr);
    bench.file("open.jsonl", (0..6).map(|story| row(story, "silver")).collect::<String>());
    let ran = bench.run("train --from open.jsonl -o open.model").exits(0);
    assert!(ran.stderr.contains("so nothing was learnt"), "{}", ran.stderr);
}
