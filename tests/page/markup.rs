//! The markup as a browser's parser sees it: nothing in it comes from a text, and nothing can be loaded or run.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dechrome::Cleaner;
use dechrome::text::Lines;
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use crate::bench::DOCUMENT;
use crate::data::{blocks, page};

/// Texts that would like to be more than texts.
pub(crate) const HOSTILE: &[&str] = &[
    "</script><script>window.pwned=1;alert(1)</script>",
    "<!--<script>window.pwned=2</script>",
    "--><img src=x onerror=window.pwned=3>]]>",
    "</noscript><svg onload=window.pwned=4>",
    "</pre></title></style><iframe srcdoc=x>",
    "\"'><b onclick=alert(5)>&lt;i&gt;&#60;u&#62;",
    "\u{2028}window.pwned=6;\u{2029}//",
    "\u{202e}gnp.exe\u{2066} \u{200f}\u{61c} \u{0} \u{1b}[2J \u{9b} \u{feff} \u{7f}",
    "\\u003cscript>\\\"});window.pwned=7;({\\\"",
    "javascript:window.pwned=8 data:text/html,<script>window.pwned=9</script>",
];

struct Seen {
    elements: BTreeSet<String>,
    attributes: BTreeSet<String>,
    policy: String,
    scripts: Vec<String>,
    style: String,
}

fn parse(html: &str, scripting: bool) -> Seen {
    let mut options = ParseOpts::default();
    options.tree_builder.scripting_enabled = scripting;
    let dom = parse_document(RcDom::default(), options).one(html);
    let mut seen = Seen {
        elements: BTreeSet::new(),
        attributes: BTreeSet::new(),
        policy: String::new(),
        scripts: Vec::new(),
        style: String::new(),
    };
    walk(&dom.document, &mut seen);
    seen
}

fn walk(node: &Handle, seen: &mut Seen) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let name = &*name.local;
        let value = |wanted: &str| {
            let attrs = attrs.borrow();
            attrs.iter().find(|attr| &*attr.name.local == wanted).map(|attr| attr.value.to_string())
        };
        seen.elements.insert(name.to_owned());
        seen.attributes
            .extend(attrs.borrow().iter().map(|attr| format!("{name} {}={}", attr.name.local, attr.value)));
        let text = || node.children.borrow().iter().map(text).collect::<String>();
        match name {
            "meta" if value("http-equiv").is_some() => seen.policy = value("content").unwrap(),
            "script" if value("type").is_none() => seen.scripts.push(text()),
            "style" => seen.style.push_str(&text()),
            _ => {}
        }
    }
    node.children.borrow().iter().for_each(|child| walk(child, seen));
}

fn text(node: &Handle) -> String {
    match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => String::new(),
    }
}

/// Checks that a page of `text` has no more elements and attributes than a page of harmless text.
fn is_inert(name: &str, text: &str) {
    let cleaner = Cleaner::default();
    let [harmless, html] = [("a.txt", DOCUMENT), (name, text)].map(|(name, text)| {
        let plan = cleaner.plan(&Lines::new(text));
        page(&[(name, text, &plan)])
    });
    for scripting in [true, false] {
        let [expected, mut seen] = [&harmless, &html].map(|html| parse(html, scripting));
        seen.elements.insert("del".to_owned()); // a text without chrome has none
        assert!(seen.elements.is_subset(&expected.elements) || scripting, "{:?}", seen.elements);
        seen.elements.remove("del");
        assert!(seen.elements.is_subset(&expected.elements), "{:?}", seen.elements);
        assert_eq!(seen.attributes, expected.attributes);
        assert_eq!((seen.scripts, seen.style), (expected.scripts, expected.style));
    }
    assert!(!html.contains("<!--"));
    let back: String = blocks(&html, "class=\"document\"")[0]["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line.as_str().unwrap())
        .collect();
    assert_eq!(back, text);
}

#[test]
fn no_element_or_attribute_comes_from_a_text_or_a_name() {
    for hostile in HOSTILE {
        is_inert(hostile, hostile);
        is_inert(hostile, &format!("{hostile}\n{DOCUMENT}{hostile}\n"));
    }
}

#[test]
fn hostile_characters_are_spelt_out_in_the_source() {
    let text = HOSTILE.join("\n");
    let plan = Cleaner::default().plan(&Lines::new(&text));
    let html = page(&[(&text, &text, &plan)]);
    let raw = html
        .chars()
        .filter(|c| matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}' | '\u{0}' | '\u{1b}' | '\u{9b}'));
    assert_eq!(raw.count(), 0);
}

#[test]
fn the_policy_admits_the_pages_own_script_and_style_alone() {
    let plan = Cleaner::default().plan(&Lines::new(DOCUMENT));
    let html = page(&[("a", DOCUMENT, &plan)]);
    let seen = parse(&html, true);
    assert_eq!(seen.scripts.len(), 1);
    let [script, style] = [&seen.scripts[0], &seen.style].map(|asset| STANDARD.encode(Sha256::digest(asset)));
    let policy: Vec<&str> = seen.policy.split("; ").collect();
    assert_eq!(
        policy,
        [
            "default-src 'none'",
            &format!("script-src 'sha256-{script}'"),
            &format!("style-src 'sha256-{style}'"),
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    );
    let first = html.find("Content-Security-Policy").unwrap();
    assert!(first < html.find("<style").unwrap() && first < html.find("<script").unwrap());
    let loading = seen.attributes.iter().filter(|attribute| {
        let (_, attribute) = attribute.split_once(' ').unwrap();
        ["src", "style=", "on", "action="].iter().any(|start| attribute.starts_with(start))
    });
    assert_eq!(loading.count(), 0);
    assert!(!html.contains("http:") && !html.contains("https:") && !seen.scripts[0].contains("innerHTML"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn texts_of_markup_stay_texts(
        parts in prop::collection::vec(
            prop_oneof![prop::sample::select(HOSTILE).prop_map(str::to_owned), "[<>!&;/a-z\"'\n -]{0,12}", any::<String>()],
            0..8,
        ),
        name in "[<>!&;/a-z\"' -]{0,12}",
    ) {
        is_inert(&name, &parts.concat());
    }
}
