//! The page for browsers: whatever a text holds, no element and no attribute comes from it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use dechrome::Cleaner;
use dechrome::report::html::Page;
use dechrome::text::Lines;
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::choices::Choices;

/// Elements and attributes with their values, scripts and styles with their texts.
type Seen = BTreeSet<String>;

/// What is in a page of harmless text, with scripts and without.
static EXPECTED: LazyLock<[Seen; 2]> = LazyLock::new(|| {
    let harmless = "Home\nNews\nLog in\n\nThe ferry turned round when a passenger saw the\nwhale among the ropes. It took four hours to cut the\nanimal loose, and nobody on board complained.\n";
    let html = page("a", harmless);
    [parse(&html, true), parse(&html, false)]
});

/// The text decides about texts in the page and about nothing else.
pub fn report_html(data: &[u8]) {
    let mut choices = Choices::new(data);
    let length = choices.below(32);
    let text = &*choices.text();
    let name: String = text.chars().take(length).collect();
    let html = page(&name, text);
    for (expected, scripting) in EXPECTED.iter().zip([true, false]) {
        let seen = parse(&html, scripting);
        let new: Vec<&String> = seen.difference(expected).collect();
        assert!(new.is_empty(), "{new:?}");
    }
}

fn page(name: &str, text: &str) -> String {
    let cleaner = Cleaner::default();
    let lines = Lines::new(text);
    let plan = cleaner.plan(&lines);
    let mut html = Vec::new();
    let mut page = Page::begin(&mut html).unwrap();
    let evidence = || (cleaner.evidence(&lines), cleaner.join_evidence(&lines, &plan.joins));
    page.document(name, &lines, &plan, evidence, &mut html).unwrap();
    page.finish(&mut html).unwrap();
    String::from_utf8(html).unwrap()
}

fn parse(html: &str, scripting: bool) -> Seen {
    let mut options = ParseOpts::default();
    options.tree_builder.scripting_enabled = scripting;
    let mut seen = Seen::new();
    walk(&parse_document(RcDom::default(), options).one(html).document, &mut seen);
    seen
}

fn walk(node: &Handle, seen: &mut Seen) {
    match &node.data {
        NodeData::Element { name, attrs, .. } => {
            let name = &*name.local;
            seen.insert(name.to_owned());
            let attrs = attrs.borrow();
            seen.extend(attrs.iter().map(|attr| format!("{name} {}={}", attr.name.local, attr.value)));
            let is_data = attrs.iter().any(|attr| &*attr.value == "application/json");
            if ["script", "style"].contains(&name) && !is_data {
                let text = node.children.borrow().iter().map(text).collect::<String>();
                seen.insert(format!("{name}: {text}"));
            }
        }
        NodeData::Comment { contents } => drop(seen.insert(format!("comment {contents}"))),
        _ => {}
    }
    node.children.borrow().iter().for_each(|child| walk(child, seen));
}

fn text(node: &Handle) -> String {
    match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => String::new(),
    }
}
