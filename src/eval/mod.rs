//! How good the cleaning is, on labelled pages: counts, scores, tables.

pub mod floors;
mod lines;
mod measure;
pub mod tuning;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::pipeline::Cleaner;
use crate::text::words::{count, words};
use crate::train::rows::{RENDERINGS, Row};
pub use lines::{Bin, Mistake, Scored, mistakes, scored};
pub use measure::{Prf, Snippets};
use measure::{bag, shingles, snippets};

/// What cleaning one rendering of one page gave.
#[derive(Debug, Clone)]
pub struct PageScore {
    /// Id of the page.
    pub id: String,
    /// Its type, or else its source.
    pub group: String,
    /// Words of the result and of the whole rendering.
    pub kept: (usize, usize),
    /// Words and 4-word shingles of the result against the main text, where the page has one.
    pub main: Option<(Prf, Prf)>,
    /// Snippets found and missed.
    pub snippets: Snippets,
}

/// What cleaning all pages in one rendering gave.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// Name of the rendering.
    pub rendering: &'static str,
    /// One entry a page, in order.
    pub pages: Vec<PageScore>,
}

/// Cleans every rendering of every row and scores the results.
pub fn evaluate(rows: &[Row], cleaner: &Cleaner) -> Vec<Evaluation> {
    let of_rendering = |(index, rendering): (usize, &'static str)| {
        let page = |row: &Row| row.rendering(index).map(|text| score(row, text, &cleaner.clean(text)));
        Evaluation { rendering, pages: rows.par_iter().filter_map(page).collect() }
    };
    RENDERINGS.into_iter().enumerate().map(of_rendering).filter(|e| !e.pages.is_empty()).collect()
}

fn score(row: &Row, text: &str, cleaned: &str) -> PageScore {
    let found = words(cleaned);
    let main = row.gold.as_deref().filter(|gold| !gold.is_empty()).map(|gold| {
        let gold = words(gold);
        (Prf::new(&bag(&found), &bag(&gold)), Prf::new(&shingles(&found), &shingles(&gold)))
    });
    let named = |name: &Option<String>| name.clone().filter(|name| !name.is_empty());
    PageScore {
        id: row.id.clone(),
        group: named(&row.page_type).or(named(&row.source)).unwrap_or_else(|| "page".to_owned()),
        kept: (found.len(), count(text)),
        main,
        snippets: snippets(row, cleaned),
    }
}

impl Evaluation {
    /// Mean F1, precision and recall of the words over the pages that have a main text; 0 to 1.
    pub fn words(&self) -> Option<Prf> {
        Prf::mean(self.pages.iter().filter_map(|page| Some(page.main?.0)))
    }

    /// The same of 4-word shingles.
    pub fn shingles(&self) -> Option<Prf> {
        Prf::mean(self.pages.iter().filter_map(|page| Some(page.main?.1)))
    }

    /// Snippets over all pages.
    pub fn snippets(&self) -> Snippets {
        self.pages.iter().fold(Snippets::default(), |sum, page| sum + page.snippets)
    }

    /// Mean words F1 by type or source.
    pub fn groups(&self) -> BTreeMap<&str, f64> {
        let mut sums: BTreeMap<&str, (f64, usize)> = BTreeMap::new();
        for (page, (words, _)) in self.pages.iter().filter_map(|page| Some((page, page.main?))) {
            let sum = sums.entry(&page.group).or_default();
            *sum = (sum.0 + words.f1, sum.1 + 1);
        }
        sums.into_iter().map(|(group, (sum, pages))| (group, sum / pages as f64)).collect()
    }

    /// Share of all words that was kept, 0 to 1.
    pub fn kept(&self) -> f64 {
        let (kept, all) = self.pages.iter().fold((0, 0), |(k, a), page| (k + page.kept.0, a + page.kept.1));
        kept as f64 / all.max(1) as f64
    }

    /// The figures in one line.
    pub fn line(&self) -> String {
        let mut line = format!("{:7} pages {} kept {:.3}", self.rendering, self.pages.len(), self.kept());
        if let (Some(words), Some(shingles)) = (self.words(), self.shingles()) {
            line += &format!(
                "  words F1 {:.4} P {:.4} R {:.4}  shingles F1 {:.4}",
                words.f1, words.precision, words.recall, shingles.f1
            );
        }
        let snippets = self.snippets();
        if snippets.asked() > 0 {
            line += &format!("  snippets F1 {:.4} accuracy {:.4}", snippets.f1(), snippets.accuracy());
        }
        line.push(' ');
        let groups: Vec<String> =
            self.groups().iter().map(|(group, f1)| format!("{group}={f1:.3}")).collect();
        line + &groups.join(" ")
    }

    /// The `count` pages with the lowest words F1, worst first.
    pub fn worst(&self, count: usize) -> Vec<&PageScore> {
        let mut pages: Vec<&PageScore> = self.pages.iter().filter(|page| page.main.is_some()).collect();
        let f1 = |page: &PageScore| page.main.map_or(0.0, |(words, _)| words.f1);
        pages.sort_by(|a, b| f1(a).total_cmp(&f1(b)).then_with(|| a.id.cmp(&b.id)));
        pages.truncate(count);
        pages
    }
}
