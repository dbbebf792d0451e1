//! `dechrome generate`: pages and completions that name what there is.

use crate::bench::Bench;

#[test]
fn man_pages_are_roff_for_the_program_and_each_verb() {
    let page = Bench::new().run("generate man").succeeds();
    assert!(page.text().contains(".TH dechrome 1"), "{}", page.text());
    let page = Bench::new().run("generate man clean").succeeds();
    assert!(
        page.text().contains(".TH dechrome-clean 1") && page.text().contains("in\\-place"),
        "{}",
        page.text()
    );
    let ran = Bench::new().run("generate man wash").exits(2);
    assert!(
        ran.stderr.starts_with("dechrome: generate man: \"wash\" is not a verb; verbs are clean, "),
        "{}",
        ran.stderr
    );
}

#[test]
fn completions_exist_for_the_common_shells() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = Bench::new().run(&format!("generate completions {shell}")).succeeds();
        assert!(script.text().contains("no-dehyphenate"), "{shell}");
    }
}
