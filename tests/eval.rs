//! `dechrome eval` prints what an independent scorer of the same pages prints, where one is at hand.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests may")]

use std::path::Path;
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_dechrome");

/// Four pages: with main text and type, with source and snippets, in a script without spaces, and without any content.
const PAGES: &str = r#"{"id": "a", "url": "https://www.example.org/1", "type": "article", "gold": "The ferry turned round when a passenger saw the whale. It took four hours to cut it loose.", "with": ["four hours"], "without": ["Log in"], "block": "Home\nNews\nLog in\n\nThe ferry turned round when a passenger saw the whale.\nIt took four hours to cut it loose.\n\nShare on Facebook\n", "split": "Home\nNews\nLog in\nThe ferry turned round when\na passenger\nsaw the whale. It took four hours to cut it loose.\n", "layout": "  Home   News   Log in\n\n  The ferry turned round when a passenger saw the whale. It took four hours to cut it loose.\n"}
{"id": "b", "url": "https://example.net/2", "source": "made", "gold": "Étienne n'a rien dit, İstanbul non plus.", "with": ["rien dit"], "without": ["Accueil", "Tous droits"], "block": "Accueil\nÉtienne n'a rien dit, İstanbul non plus.\n© 2025 Tous droits réservés\n", "split": "Accueil\nÉtienne n'a rien dit,\nİstanbul non plus.\n", "layout": "Accueil\n\n  Étienne n'a rien dit, İstanbul non plus.\n"}
{"id": "c", "gold": "渡船在看到鲸鱼后掉头。他们花了四个小时才把它放走。", "block": "首页\n登录\n渡船在看到鲸鱼后掉头。他们花了四个小时才把它放走。\n返回顶部\n", "split": "首页\n登录\n渡船在看到鲸鱼后掉头。\n他们花了四个小时才把它放走。\n", "layout": "首页 登录\n渡船在看到鲸鱼后掉头。他们花了四个小时才把它放走。\n"}
{"id": "d", "gold": "Two words", "block": "Menu\n", "split": "Menu\n", "layout": "Menu\n"}
"#;

#[test]
fn the_figures_are_those_of_the_independent_scorer() {
    let scorer = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/quality.py");
    if !scorer.exists() || Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: no independent scorer, or no python3 to run it");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("pages.jsonl");
    std::fs::write(&pages, PAGES).unwrap();
    let ours = Command::new(PROGRAM).arg("eval").arg(&pages).output().unwrap();
    let theirs = Command::new("python3").arg(scorer).arg(&pages).arg(PROGRAM).output().unwrap();
    let text = |output: &[u8]| String::from_utf8(output.to_vec()).unwrap();
    assert_eq!(text(&ours.stdout), text(&theirs.stdout), "{}", text(&theirs.stderr));
    assert_eq!(text(&ours.stdout).lines().count(), 3);
}

#[test]
fn floors_are_pinned_held_and_not_lowered_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let (pages, floors) = (folder.path().join("pages.jsonl"), folder.path().join("floors.json"));
    std::fs::write(&pages, PAGES).unwrap();
    let run = |more: &[&str]| {
        let mut eval = Command::new(PROGRAM);
        eval.arg("eval").arg(&pages).arg("--floors").arg(&floors).args(["--set", "made"]).args(more);
        eval.output().unwrap().status.code()
    };
    assert_eq!(run(&["--pin"]), Some(0));
    assert_eq!(run(&[]), Some(0));
    let pinned = std::fs::read_to_string(&floors).unwrap();
    let higher = pinned.replace("\"block words F1\": 0.", "\"block words F1\": 1.");
    std::fs::write(&floors, &higher).unwrap();
    assert_eq!(run(&[]), Some(1));
    assert_eq!(run(&["--pin"]), Some(1));
    assert_eq!(std::fs::read_to_string(&floors).unwrap(), higher);
    assert_eq!(run(&["--pin", "--allow-regression"]), Some(0));
    assert_eq!(std::fs::read_to_string(&floors).unwrap(), pinned);
}
