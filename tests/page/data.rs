//! The data blocks of the page hold the plan exactly.

use dechrome::plan::{Basis, Guard, Join, Kind, Label, Plan, Separator, Verdict};
use dechrome::report::html::{EVIDENCE_LIMIT, Page};
use dechrome::text::Lines;
use dechrome::{Cleaner, Options};
use proptest::prelude::*;
use serde_json::Value;

use crate::bench::DOCUMENT;

pub(crate) fn page(documents: &[(&str, &str, &Plan)]) -> String {
    let mut html = Vec::new();
    let mut page = Page::begin(&mut html).unwrap();
    let cleaner = Cleaner::default();
    for (name, text, plan) in documents {
        let lines = Lines::new(text);
        let evidence = || (cleaner.evidence(&lines), cleaner.join_evidence(&lines, &plan.joins));
        page.document(name, &lines, plan, evidence, &mut html).unwrap();
    }
    page.finish(&mut html).unwrap();
    String::from_utf8(html).unwrap()
}

/// The JSON of the page's blocks with this attribute.
pub(crate) fn blocks(html: &str, attribute: &str) -> Vec<Value> {
    let open = format!("<script type=\"application/json\" {attribute}>");
    let bodies = html.split(&open).skip(1).map(|rest| rest.split_once("</script>").unwrap().0);
    bodies.map(|body| serde_json::from_str(body).unwrap()).collect()
}

fn number(value: &Value) -> usize {
    value.as_u64().unwrap() as usize
}

/// The plan of a block, and the text.
fn read(block: &Value) -> (String, Plan) {
    let text = block["lines"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    let columns = ["label", "basis", "score"].map(|column| block[column].as_array().unwrap());
    let verdict = |line: usize| {
        let label = &block["labels"][number(&columns[0][line])];
        let basis = &block["bases"][number(&columns[1][line])];
        Verdict {
            label: match label.as_str().unwrap() {
                "content" => Label::Content,
                kind => Label::Chrome(kind.parse().unwrap()),
            },
            score: columns[2][line].as_f64().unwrap() as f32,
            basis: *Basis::ALL.iter().find(|known| basis == known.as_str()).unwrap(),
        }
    };
    let join = |join: &Value| Join {
        upper: number(&join[0]),
        lower: number(&join[1]),
        span: number(&join[2])..number(&join[3]),
        separator: if join[4] == " " { Separator::Space } else { Separator::Nothing },
        score: join[5].as_f64().unwrap() as f32,
    };
    let plan = Plan {
        verdicts: (0..columns[0].len()).map(verdict).collect(),
        joins: block["joins"].as_array().unwrap().iter().map(join).collect(),
        threshold: block["threshold"].as_f64().unwrap() as f32,
        guard: match &block["guard"] {
            Value::Null => None,
            Value::String(_) => Some(Guard::NothingLeft),
            share => Some(Guard::TooMuch(share["too-much"].as_f64().unwrap() as f32)),
        },
    };
    (text, plan)
}

#[test]
fn the_plan_of_a_page_comes_back_with_its_text() {
    let plan = Cleaner::default().plan(&Lines::new(DOCUMENT));
    assert!(!plan.joins.is_empty());
    let crlf = DOCUMENT.replace('\n', "\r\n");
    let crlf_plan = Cleaner::new(Options::default()).plan(&Lines::new(&crlf));
    let html = page(&[("a", DOCUMENT, &plan), ("b", &crlf, &crlf_plan)]);
    let blocks = blocks(&html, "class=\"document\"");
    assert_eq!(read(&blocks[0]), (DOCUMENT.to_owned(), plan));
    assert_eq!(read(&blocks[1]), (crlf, crlf_plan));
}

#[test]
fn the_summary_counts_lines_that_are_not_blank() {
    let text = "Home\n\nOne two three.\n \n";
    let verdict = |label| Verdict { label, score: 0.5, basis: Basis::Score };
    let (nav, content) = (verdict(Label::Chrome(Kind::Nav)), verdict(Label::Content));
    let guard = Some(Guard::TooMuch(0.75));
    let plan = Plan { verdicts: vec![nav, nav, content, content], joins: vec![], threshold: 0.5, guard };
    let summary = &blocks(&page(&[("a", text, &plan)]), "class=\"summary\"")[0];
    let expected = serde_json::json!({
        "name": "a", "lines": 2, "dropped": 1, "mended": 0, "size": 16, "removed": 4,
        "reasons": {"nav": 1}, "guard": {"too-much": 0.75},
    });
    assert_eq!(*summary, expected);
}

#[test]
fn evidence_names_the_strongest_features_and_is_left_out_of_large_documents() {
    let plan = Cleaner::default().plan(&Lines::new(DOCUMENT));
    let html = page(&[("a", DOCUMENT, &plan)]);
    let block = &blocks(&html, "class=\"document\"")[0];
    let names = &blocks(&html, "id=\"features\"")[0];
    let first = Cleaner::default().evidence(&Lines::new(DOCUMENT)).next().unwrap();
    let strongest = first.iter().max_by(|a, b| a.contribution.total_cmp(&b.contribution)).unwrap();
    let shown = &block["evidence"]["lines"][0];
    assert_eq!(names[number(&shown[0])], *strongest.feature);
    assert_eq!(shown[1], (strongest.contribution * 100.0).round() as i64);
    assert_eq!(block["evidence"]["joins"].as_array().unwrap().len(), plan.joins.len());

    let large = "a line of a large document\n".repeat(EVIDENCE_LIMIT / 27 + 1);
    let lines = Lines::new(&large);
    let verdict = Verdict { label: Label::Content, score: 1.0, basis: Basis::Score };
    let plan = Plan { verdicts: vec![verdict; lines.len()], joins: vec![], threshold: 0.5, guard: None };
    assert!(blocks(&page(&[("a", &large, &plan)]), "class=\"document\"")[0]["evidence"].is_null());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_scores_labels_and_names_come_back(
        name in any::<String>(),
        rows in prop::collection::vec(("[^\n]{0,12}", 0..Kind::ALL.len() + 1, 0.0f32..=1.0, 0..Basis::ALL.len()), 0..12),
        threshold in 0.0f32..=1.0,
    ) {
        let text: String = rows.iter().map(|(line, ..)| format!("{line}\n")).collect();
        let verdict = |&(_, label, score, basis): &(String, usize, f32, usize)| Verdict {
            label: Kind::ALL.get(label).map_or(Label::Content, |&kind| Label::Chrome(kind)),
            score,
            basis: Basis::ALL[basis],
        };
        let verdicts = rows.iter().map(verdict).collect();
        let plan = Plan { verdicts, joins: vec![], threshold, guard: None };
        let html = page(&[(&name, &text, &plan)]);
        prop_assert_eq!(read(&blocks(&html, "class=\"document\"")[0]), (text, plan));
        prop_assert_eq!(&blocks(&html, "class=\"summary\"")[0]["name"], &Value::from(name));
    }
}
