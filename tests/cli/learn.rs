//! Site profiles learnt, merged and used; packs.

use crate::bench::{Bench, PAGE};

/// A page of a site whose pages all invite to the harbour shed.
fn page(story: &str) -> String {
    let article = format!(
        "How {story} was saved\n\nWhen the storm came over the island last week, the ferryman got up in the night and tied \
         down {story}, while everybody else in the village was fast asleep.\n"
    );
    format!("Arden - Holm - Velby\n\n{article}\nThe shed {story}\n")
}

const LINE: &str = "Arden - Holm - Velby";
const STORIES: [&str; 8] =
    ["a bridge", "an orchard", "the mill", "a bell", "the inn", "a barn", "the well", "a boat"];

fn site() -> Bench {
    let bench = Bench::new();
    for (index, story) in STORIES.iter().enumerate() {
        bench.file(&format!("{index}.txt"), page(story));
    }
    bench
}

#[test]
fn what_a_site_repeats_goes_with_its_profile() {
    let bench = site();
    bench.run("learn 0.txt 1.txt 2.txt 3.txt 4.txt 5.txt 6.txt 7.txt -o site.json").succeeds().prints("");
    let ran = bench.run("clean 0.txt --profile site.json --removed removed.jsonl").exits(0);
    assert!(!ran.text().contains(LINE) && ran.text().contains("tied down a bridge"));
    let why = bench.run("explain --why 1 --profile site.json 0.txt").exits(0);
    assert!(why.text().contains("it stands in most other documents of its source"), "{}", why.text());
    bench.file("dechrome.toml", "profile = \"site.json\"\n");
    assert!(!bench.run("clean 1.txt").exits(0).text().contains(LINE));
    std::fs::create_dir(bench.path("below")).unwrap();
    bench.file("below/1.txt", page(STORIES[1]));
    let below = bench.command("clean 1.txt").current_dir(bench.path("below")).output().unwrap();
    assert_eq!(below.status.code(), Some(0)); // named from the folder of the file
    assert!(!String::from_utf8(below.stdout).unwrap().contains(LINE));
}

#[test]
fn merged_profiles_are_those_of_one_run() {
    let bench = site();
    bench.run("learn 0.txt 1.txt 2.txt 3.txt -o all.json").succeeds();
    bench.run("learn 0.txt 1.txt -o a.json").succeeds();
    bench.run("learn 2.txt 3.txt -o b.json").succeeds();
    let all = bench.read("all.json");
    bench.run("learn --merge a.json b.json").succeeds().prints(all);
    bench.run("learn --least 2 0.txt 1.txt 2.txt -o small.json").succeeds();
    let small = String::from_utf8(bench.read("small.json")).unwrap();
    assert!(small.contains("arden - holm") && !small.contains("bell"), "{small}");
}

#[test]
fn each_host_has_a_profile_of_its_own() {
    let bench = Bench::new();
    let row = |host: &str, story: &str| {
        let text = page(story).replace('\n', "\\n");
        format!("{{\"url\": \"https://www.{host}/{}\", \"text\": \"{text}\"}}\n", story.len())
    };
    let rows: String = STORIES.iter().map(|story| row("isle.example", story)).collect();
    bench.file("rows.jsonl", &rows);
    bench.file("other.jsonl", row("elsewhere.example", STORIES[0]));
    bench.run("learn --format jsonl --by-host url rows.jsonl -o sites.json").succeeds();
    let json = String::from_utf8(bench.read("sites.json")).unwrap();
    assert!(json.contains("\"source\": \"isle.example\", \"documents\": 8"), "{json}");
    let cleaned =
        |file: &str| bench.run(&format!("clean --format jsonl --profile sites.json {file}")).exits(0);
    assert!(!cleaned("rows.jsonl").text().contains(LINE));
    let bare = bench.run("clean --format jsonl other.jsonl").exits(0);
    assert_eq!(cleaned("other.jsonl").text(), bare.text());
}

#[test]
fn binary_files_found_in_a_folder_teach_nothing() {
    let bench = Bench::new();
    std::fs::create_dir(bench.path("site")).unwrap();
    for (index, story) in STORIES.iter().enumerate() {
        bench.file(&format!("site/{index}.txt"), page(story));
    }
    bench.file("site/picture.bin", "Arden\0 Holm - Velby\n");
    bench.file("site/rows.jsonl", "\0{}\n");
    let ran = bench.run("learn site --format auto -v").exits(0);
    assert!(ran.stderr.contains("dechrome: site/picture.bin: left out, as it is binary\n"), "{}", ran.stderr);
    assert!(ran.stderr.contains("dechrome: site/rows.jsonl: left out, as it is binary\n"), "{}", ran.stderr);
    assert!(ran.stderr.contains("profile: 8 documents"), "{}", ran.stderr);
}

#[test]
fn a_file_that_is_no_profile_is_named() {
    let bench = Bench::with("page.txt", PAGE);
    let ran = bench.run("clean --profile page.txt page.txt").exits(2);
    assert!(ran.stderr.starts_with("dechrome: page.txt: not a profile: "), "{}", ran.stderr);
    bench.run("learn --by-host url page.txt -o a.json").succeeds();
    bench.run("learn page.txt -o b.json").succeeds();
    let ran = bench.run("learn --merge a.json b.json").exits(2);
    let message = "profiles do not fit: one has a source for each host in \"url\", one has a single source";
    assert!(ran.stderr.contains(message), "{}", ran.stderr);
}

#[test]
fn packs_are_chosen_by_name_on_the_line_and_in_the_file() {
    let mail = format!(
        "{PAGE}\nSent from my Telephone\n-- \nThe mate of the morning ferry, who is at home on Sundays.\n"
    );
    let bench = Bench::with("mail.txt", mail);
    let holds = |args: &str| bench.run(args).exits(0).text().contains("The mate of the morning ferry");
    assert!(!holds("clean --pack email --pack forum mail.txt"));
    bench.file("dechrome.toml", "pack = [\"email\"]\n");
    assert!(!holds("clean mail.txt"));
    bench.run("clean --dump-config --pack email mail.txt").exits(0).prints("pack = [\"email\"]\n");
    bench.run("clean --pack mail mail.txt").exits(2);
    bench.file("dechrome.toml", "pack = [\"mail\"]\n");
    let ran = bench.run("clean mail.txt").exits(2);
    assert!(ran.stderr.contains("\"mail\" is not a pack; packs are email, forum"), "{}", ran.stderr);
}

#[test]
fn any_number_of_threads_learns_the_same() {
    let bench = Bench::new();
    let text = |index: usize| page(&format!("{} of {index}", STORIES[index % 8])).replace('\n', "\\n");
    let row = |index: usize| {
        format!("{{\"url\": \"https://h{}.example/\", \"text\": \"{}\"}}\n", index % 3, text(index))
    };
    bench.file("a.jsonl", (0..2_000).map(row).collect::<String>());
    let stopped: String =
        (0..1_000).map(row).chain(["{}\n".to_owned()]).chain((1_000..3_000).map(row)).collect();
    bench.file("b.jsonl", stopped); // more than one batch stands behind the bad row
    let learn = |threads: usize| {
        let args =
            format!("learn --format jsonl --by-host url -j {threads} a.jsonl b.jsonl none.jsonl a.jsonl");
        let ran = bench.run(&args).exits(2);
        (ran.stdout, ran.stderr)
    };
    let one = learn(1);
    assert!(
        one.1.starts_with("dechrome: b.jsonl: line 1001: ") && one.1.contains("\ndechrome: none.jsonl: "),
        "{}",
        one.1
    );
    let documents: usize = String::from_utf8_lossy(&one.0)
        .split("\"documents\": ")
        .skip(1)
        .map(|rest| rest.split(',').next().unwrap().parse::<usize>().unwrap())
        .sum();
    assert_eq!(documents, 5_000, "those behind a bad row do not count");
    for threads in [2, 5] {
        assert!(learn(threads) == one, "{threads} threads");
    }
}
