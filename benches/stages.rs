//! Throughput of each stage, of a whole cleaning and of a diff, in bytes of the document a second: `cargo bench`.
//!
//! `cargo bench -- scores` measures one stage, `cargo bench -- english` one shape.

#![allow(clippy::unwrap_used, reason = "a bench may stop at what it does not expect")]

mod shapes;

use std::hint::black_box;
use std::sync::LazyLock;
use std::time::Duration;

use dechrome::features::Page;
use dechrome::label::{self, Policy};
use dechrome::merge::{self, Hyphens};
use dechrome::model::{Model, Scores};
use dechrome::plan::{Join, Plan};
use dechrome::report::{Joins, Layout, Screen, unified};
use dechrome::text::{Encoding, Lines, Text};
use dechrome::{Cleaner, Options, render};
use divan::Bencher;
use divan::counter::BytesCount;
use shapes::Shape;

fn main() {
    divan::main();
}

/// A document with what each stage makes of it, for the next one.
struct Staged {
    text: &'static str,
    lines: Lines<'static>,
    joins: Vec<Join>,
    page: Page,
    scores: Scores,
    plan: Plan,
}

impl Staged {
    fn new(text: &'static str) -> Self {
        let lines = Lines::new(text);
        let joins = merge::joins(merge::Model::shipped(), &lines, Hyphens::Mend);
        let page = Page::new(&lines, &joins);
        let scores = Model::shipped().scores(&page);
        let plan = Cleaner::default().plan(&lines);
        Staged { text, lines, joins, page, scores, plan }
    }
}

fn shapes() -> &'static [Shape] {
    static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(Shape::all);
    &SHAPES
}

/// Runs one stage on all documents of a shape.
fn measure<T>(bencher: Bencher<'_, '_>, shape: &'static Shape, stage: impl Fn(&Staged) -> T + Sync) {
    let staged: Vec<Staged> = shape.documents.iter().map(|text| Staged::new(text)).collect();
    bencher.counter(BytesCount::new(shape.bytes())).bench(|| {
        for document in &staged {
            black_box(stage(black_box(document)));
        }
    });
}

#[divan::bench_group(max_time = Duration::from_millis(400))]
mod stages {
    use super::*;

    #[divan::bench(name = "1 decode", args = shapes())]
    fn decode(bencher: Bencher<'_, '_>, shape: &'static Shape) {
        let bytes = || shape.documents.iter().map(|text| text.clone().into_bytes()).collect();
        bencher.counter(BytesCount::new(shape.bytes())).with_inputs(bytes).bench_values(
            |documents: Vec<Vec<u8>>| {
                let decoded =
                    documents.into_iter().map(|bytes| Text::decode(bytes, Encoding::Unicode).unwrap());
                decoded.collect::<Vec<Text>>()
            },
        );
    }

    #[divan::bench(name = "2 lines", args = shapes())]
    fn lines(bencher: Bencher<'_, '_>, shape: &'static Shape) {
        measure(bencher, shape, |document| Lines::new(document.text));
    }

    #[divan::bench(name = "3 joins", args = shapes())]
    fn joins(bencher: Bencher<'_, '_>, shape: &'static Shape) {
        let model = merge::Model::shipped();
        measure(bencher, shape, |document| merge::joins(model, &document.lines, Hyphens::Mend));
    }

    #[divan::bench(name = "4 features", args = shapes())]
    fn features(bencher: Bencher<'_, '_>, shape: &'static Shape) {
        measure(bencher, shape, |document| Page::new(&document.lines, &document.joins));
    }

    #[divan::bench(name = "5 scores", args = shapes())]
    fn scores(bencher: Bencher<'_, '_>, shape: &'static Shape) {
        measure(bencher, shape, |document| Model::shipped().scores(&document.page));
    }

    #[divan::bench(name = "6 label", args = shapes())]
    fn label(bencher: Bencher<'_, '_>, shape: &'static Shape) {
        let policy = Policy::default();
        measure(bencher, shape, |Staged { lines, page, scores, joins, .. }| {
            label::label(lines, page, scores, joins, &policy, &[])
        });
    }

    #[divan::bench(name = "7 render", args = shapes())]
    fn render(bencher: Bencher<'_, '_>, shape: &'static Shape) {
        measure(bencher, shape, |document| render::render(&document.lines, &document.plan));
    }

    #[divan::bench(name = "clean, all of these", args = shapes())]
    fn clean(bencher: Bencher<'_, '_>, shape: &'static Shape) {
        let cleaner = Cleaner::new(Options::default());
        measure(bencher, shape, |document| cleaner.clean(document.text));
    }

    #[divan::bench(name = "diff, unified", args = shapes())]
    fn diff(bencher: Bencher<'_, '_>, shape: &'static Shape) {
        let layout = Layout { context: 3, screen: Screen::PLAIN, joins: Joins::Whole };
        measure(bencher, shape, |Staged { lines, plan, .. }| {
            let mut out = Vec::new();
            unified::write("page.txt", lines, plan, layout, &mut out).unwrap();
            out
        });
    }
}
