//! The page in use: keys, filters, search, the slider, the list of documents, large and hostile documents.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::bench::{Bench, DOCUMENT};
use crate::browser::Browser;
use crate::markup::HOSTILE;

/// The line that has the focus, as its element keeps it; null for none.
const FOCUSED: &str = "return document.activeElement.line ?? null";

#[track_caller]
fn quiet(browser: &Browser) {
    assert_eq!(browser.console(), [Value::Null; 0]);
}

fn text(browser: &Browser, id: &str) -> String {
    browser.eval(&format!("return document.getElementById('{id}').textContent")).as_str().unwrap().to_owned()
}

fn one(browser: &Browser) -> Bench {
    let bench = Bench::new();
    bench.file("crane.txt", DOCUMENT);
    browser.show(&bench.page("crane.txt"));
    bench
}

#[test]
fn changes_are_walked_by_keys_and_explained() {
    let Some(browser) = Browser::open() else { return };
    let _bench = one(&browser);
    assert_eq!(text(&browser, "name"), "crane.txt");
    assert_eq!(browser.eval(FOCUSED), Value::Null);
    let mut lines = Vec::new();
    for _ in 0..3 {
        browser.keys("j");
        lines.push(browser.eval(FOCUSED).as_u64().unwrap());
    }
    assert!(lines.is_sorted_by(|a, b| a < b) && lines[0] == 0, "{lines:?}");
    browser.keys("k");
    assert_eq!(browser.eval(FOCUSED), lines[1]);
    assert!(text(&browser, "jumped").starts_with("change 2 of "));
    let why = text(&browser, "why");
    assert!(why.starts_with(&format!("Line {} dropped as ", lines[1] + 1)), "{why}");
    assert!(why.contains("for content") && why.contains("score 0."), "{why}");
    browser.keys("\u{e015}"); // arrow down
    assert_eq!(browser.eval(FOCUSED), lines[1] + 1);
    browser.keys("?");
    assert_eq!(browser.eval("return document.getElementById('help').open"), true);
    quiet(&browser);
}

#[test]
fn struck_lines_name_their_reason_and_mended_breaks_are_marked() {
    let Some(browser) = Browser::open() else { return };
    let _bench = one(&browser);
    let struck = "return Array.from(document.querySelectorAll('.gone .line'), line => \
        [line.querySelector('del').textContent, line.querySelector('.tag').firstChild?.textContent ?? ''])";
    let struck = browser.eval(struck);
    assert!(struck.as_array().unwrap().contains(&json!(["Home", "nav"])), "{struck}");
    let results =
        "return Array.from(document.querySelectorAll('.new'), cell => cell.textContent).filter(text => text)";
    let results = browser.eval(results);
    let mended = "A group of pensioners has promised to paint it every second year. They have already scraped the rust \
        from its wheels, and one of them has found the whistle in a drawer at home, where his father had put it for safety.";
    assert!(results.as_array().unwrap().contains(&json!(mended)), "{results}");
    assert!(browser.eval("return document.querySelectorAll('.old .break').length") == 4);
    assert!(browser.eval("return document.querySelectorAll('.new ins.seam').length") == 4);
    quiet(&browser);
}

#[test]
fn lines_are_filtered_by_reason_and_text_is_found() {
    let Some(browser) = Browser::open() else { return };
    let _bench = one(&browser);
    let all = browser.eval("return document.querySelectorAll('#rows .row').length");
    browser.click("#reasons input[value=nav]");
    let nav = browser.eval("return document.querySelectorAll('#rows .row').length");
    assert!(nav.as_u64() < all.as_u64() && nav.as_u64() > Some(0), "{nav} of {all}");
    assert_eq!(browser.eval("return document.querySelectorAll('#rows .row:not(:has(.k-nav))').length"), 0);
    browser.click("#reasons input[value=nav]");
    assert_eq!(browser.eval("return document.querySelectorAll('#rows .row').length"), all);

    browser.keys("/");
    assert_eq!(browser.eval("return document.activeElement.id"), "search");
    browser.keys("They have Already"); // across a mended break
    assert_eq!(text(&browser, "hits"), "found in 1 place");
    let marks = "return Array.from(document.querySelectorAll('.new mark'), mark => mark.textContent)";
    assert_eq!(browser.eval(marks), json!(["They have", "already"]));
    browser.keys("\u{e007}"); // enter
    assert_eq!(browser.eval(FOCUSED), 13); // where the paragraph begins: no line holds it alone
    browser.keys("/nowhere(");
    assert_eq!(text(&browser, "hits"), "not found");
    quiet(&browser);
}

#[test]
fn the_slider_moves_lines_by_their_scores_alone() {
    let Some(browser) = Browser::open() else { return };
    let _bench = one(&browser);
    let slide = |to: &str| {
        browser.eval(&format!(
            "const dial = document.getElementById('threshold'); dial.value = {to}; \
             dial.dispatchEvent(new Event('input', {{ bubbles: true }}))"
        ));
        browser.until(&format!(
            "return document.getElementById('threshold-value').textContent === Number({to}).toFixed(2)"
        ));
    };
    let kept = "return Array.from(document.querySelectorAll('.gone .tag'), tag => tag.textContent).length";
    slide("0");
    let said = text(&browser, "slid");
    assert!(said.starts_with("0 lines more would go, ") && !said.ends_with(" 0 more would stay"), "{said}");
    assert!(browser.eval("return document.querySelectorAll('.restored').length").as_u64() > Some(0));
    slide("1");
    let said = text(&browser, "slid");
    assert!(!said.starts_with("0 lines") && said.ends_with(" 0 more would stay"), "{said}");
    let moved = browser.eval("return document.querySelectorAll('.line.moved').length");
    assert!(said.starts_with(&format!("{moved} line")), "{moved}: {said}");
    assert!(browser.eval(kept).as_u64() > Some(0));
    assert!(text(&browser, "dial-note").contains("stored scores alone"));
    browser.click("#reset");
    assert_eq!(text(&browser, "slid"), "");
    assert_eq!(browser.eval("return document.querySelectorAll('.line.moved').length"), 0);
    quiet(&browser);
}

#[test]
fn hostile_texts_and_names_do_not_run() {
    let Some(browser) = Browser::open() else { return };
    let bench = Bench::new();
    let mut rows = String::new();
    for (at, hostile) in HOSTILE.iter().enumerate() {
        let text = format!("{hostile}\n{DOCUMENT}{hostile}\n");
        writeln!(rows, "{}", json!({"id": format!("{at} {hostile}"), "text": text})).unwrap();
    }
    bench.file("rows.jsonl", rows);
    browser.show(&bench.page("--format jsonl rows.jsonl"));
    let safe = "return window.pwned === undefined && document.images.length === 0 && \
        document.querySelectorAll('iframe, svg, b:not(#why b), [onclick], [onerror]').length === 0";
    for at in 0..=HOSTILE.len() {
        browser.eval(&format!("location.hash = '#{}'", if at == 0 { String::new() } else { at.to_string() }));
        browser.until(&format!("return document.getElementById('index').hidden === ({at} > 0)"));
        if at > 0 {
            browser
                .until(&format!("return document.getElementById('place').textContent.startsWith('{at} of')"));
            browser.keys("jj");
            assert!(text(&browser, "rows").contains("Old crane will stay"));
        }
        assert_eq!(browser.eval(safe), true, "{at}");
        assert!(!browser.has_dialog());
    }
    let spelt = browser.eval("location.hash = '#8'; return true");
    assert_eq!(spelt, true);
    browser.until("return document.getElementById('place').textContent.startsWith('8 of')");
    let shown = text(&browser, "rows") + &text(&browser, "name");
    for name in ["U+202E", "U+2066", "U+0000", "U+001B", "U+009B", "U+FEFF"] {
        assert!(shown.contains(name), "{name}");
    }
    assert!(!shown.contains(['\u{202e}', '\u{2066}', '\u{1b}', '\u{feff}']));
    quiet(&browser);
    // The policy is in force: nobody makes markup of a text, not even a script.
    let refused = "try { document.body.innerHTML = '<b>x</b>'; return false } catch (error) { return true }";
    assert_eq!(browser.eval(refused), true);
}

#[test]
fn many_documents_are_sorted_filtered_and_opened() {
    let Some(browser) = Browser::open() else { return };
    let bench = Bench::new();
    let mut rows = String::new();
    for at in 1..=500 {
        let notes = "The tide was high at noon and the boats lay still.\n".repeat(at % 7);
        let text = if at % 50 == 0 { "Nothing of note.\n".to_owned() } else { format!("{DOCUMENT}{notes}") };
        writeln!(rows, "{}", json!({"id": format!("page-{at}"), "text": text})).unwrap();
    }
    bench.file("rows.jsonl", rows);
    browser.show(&bench.page("--format jsonl rows.jsonl"));
    assert!(text(&browser, "totals").starts_with("500 documents · "));
    let names = "return Array.from(document.querySelectorAll('#index-rows a'), link => link.textContent)";
    let drawn = browser.eval(names).as_array().unwrap().len();
    assert!((20..400).contains(&drawn), "{drawn} of 500 are drawn");

    browser.click("#index-heads [role=columnheader]:nth-child(2) button"); // removed, most first
    let shares = "return Array.from(document.querySelectorAll('#index-rows .row'), row => \
        parseInt(row.children[1].textContent))";
    let down: Vec<u64> = serde_json::from_value(browser.eval(shares)).unwrap();
    assert!(down.is_sorted_by(|a, b| a >= b) && down[0] > 0, "{down:?}");
    let sorted = "return document.querySelector('#index-heads :nth-child(2)').ariaSort";
    assert_eq!(browser.eval(sorted), "descending");
    browser.click("#index-heads [role=columnheader]:nth-child(2) button");
    let up: Vec<u64> = serde_json::from_value(browser.eval(shares)).unwrap();
    assert!(up.is_sorted() && up[0] == 0, "{up:?}");
    browser.click("#index-heads [role=columnheader]:nth-child(1) button"); // names, by their numbers
    assert_eq!(browser.eval(names)[9], "page-10");

    browser.keys("/Page-49");
    assert_eq!(text(&browser, "index-count"), "11 of 500 documents");
    assert_eq!(browser.eval(names)[10], "page-499");
    browser.eval("document.getElementById('index-filter').blur()");
    browser.keys("jj");
    assert_eq!(browser.eval("return document.activeElement.textContent"), "page-490");
    browser.keys("\u{e007}"); // enter
    browser.until("return document.getElementById('name').textContent === 'page-490'");
    browser.keys("]");
    browser.until("return document.getElementById('name').textContent === 'page-491'");
    browser.keys("i");
    browser.until("return !document.getElementById('index').hidden");
    quiet(&browser);
}

#[test]
fn five_megabytes_are_painted_at_once_and_drawn_as_needed() {
    let Some(browser) = Browser::open() else { return };
    let bench = Bench::new();
    let mut large = String::new();
    while large.len() < 5_000_000 {
        let section = large.len();
        write!(large, "Section {section}\n\n{DOCUMENT}\n").unwrap();
    }
    bench.file("large.txt", large);
    let page = bench.page("large.txt");
    let start = Instant::now();
    browser.show(&page);
    let drawn = start.elapsed();
    let paint = browser.eval("return performance.getEntriesByType('paint').map(entry => entry.startTime)[0]");
    println!("first paint after {paint} ms, drawn within {} ms", drawn.as_millis());
    assert!(paint.as_f64().unwrap() < 2000.0, "first paint after {paint} ms");
    assert!(drawn < Duration::from_secs(10), "drawn after {drawn:?}");
    let rows = || browser.eval("return document.querySelectorAll('#rows .row').length").as_u64().unwrap();
    assert!((10..2000).contains(&rows()), "{} rows are drawn", rows());
    assert!(text(&browser, "notes").contains("evidence"));

    browser.eval("scrollTo(0, document.body.scrollHeight / 2)");
    let seen =
        "return document.elementFromPoint(innerWidth / 3, innerHeight / 2).closest('.line')?.line > 10000";
    browser.until(seen);
    browser.keys("j");
    assert!(browser.eval(FOCUSED).as_u64() > Some(10_000));
    browser.keys("/Section 0");
    assert_eq!(text(&browser, "hits"), "found in 1 place");
    browser.until("return scrollY < innerHeight");
    assert!((10..2000).contains(&rows()), "{} rows are drawn", rows());
    quiet(&browser);
}

#[test]
fn the_theme_follows_the_system_and_the_switch() {
    let Some(browser) = Browser::with_scheme("dark") else { return };
    let _bench = one(&browser);
    let paper = "return getComputedStyle(document.body).backgroundColor";
    let dark = browser.eval(paper);
    browser.click("#theme");
    let light = browser.eval(paper);
    assert_ne!(dark, light);
    browser.click("#theme");
    assert_eq!(browser.eval(paper), dark);
    assert_eq!(text(&browser, "theme"), "Theme: dark");
    quiet(&browser);
}

#[test]
fn everything_on_the_page_has_a_name_and_can_be_reached() {
    let Some(browser) = Browser::open() else { return };
    let _bench = one(&browser);
    let nameless = "return Array.from(document.querySelectorAll('button, input, select, a, [role=table], nav, aside, dialog'))\
        .filter(e => !(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.labels?.length || e.textContent.trim()))\
        .map(e => e.outerHTML)";
    assert_eq!(browser.eval(nameless), json!([]));
    for landmark in ["header", "main", "aside"] {
        assert_eq!(browser.eval(&format!("return document.querySelectorAll('{landmark}').length")), 1);
    }
    assert!(browser.eval("return document.querySelectorAll('[role=status]').length").as_u64() > Some(2));
    let mut focused = Vec::new();
    for _ in 0..24 {
        browser.keys("\u{e004}"); // tab
        focused.push(browser.eval("return document.activeElement.id || document.activeElement.className"));
    }
    let place =
        |name: &str| focused.iter().position(|one| one.as_str().is_some_and(|one| one.starts_with(name)));
    let order = ["skip", "theme", "threshold", "search", "down", "line"].map(place);
    assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{order:?}: {focused:?}");
    quiet(&browser);
}

#[test]
fn paper_gets_all_rows() {
    let Some(browser) = Browser::open() else { return };
    let bench = Bench::new();
    bench.file("long.txt", DOCUMENT.repeat(40));
    browser.show(&bench.page("long.txt"));
    browser.eval("addEventListener('beforeprint', () => { window.printed = document.querySelectorAll('#rows .row').length })");
    let pdf = browser.print();
    assert!(pdf.starts_with("JVBERi0"), "no PDF"); // %PDF-
    let rows = browser.eval("return Number(document.getElementById('table').ariaRowCount) - 1");
    assert_eq!(browser.eval("return window.printed"), rows);
    assert!(!browser.screenshot().is_empty());
    quiet(&browser);
}
