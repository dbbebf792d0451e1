//! How often cleaning a document asks for memory: what a document costs at most, and what each further line adds.

use dechrome::Cleaner;
use dechrome::plan::Plan;
use dechrome::render::render;
use dechrome::text::Lines;

/// One chapter of forty lines: a menu, an article of which every second paragraph is wrapped, a footer.
fn chapter(number: usize) -> String {
    let paragraph = |index: usize| {
        let gap = if index.is_multiple_of(2) { '\n' } else { ' ' };
        format!(
            "Boat {index} of summer {number} lay for weeks in the small harbour below the mill, and nobody on the{gap}\
             quay could say whose it was. The miller asked at the council, and wrote two letters to the port.\n\n"
        )
    };
    let article: String = (0..10).map(paragraph).collect();
    format!(
        "Home\nNews\nSport\nFarming\nLetters\nLog in\n\nThe boats of summer {number}\n\n{article}\
         Share on Facebook\nRelated articles\nRead more\nMost read\nPrivacy policy\nScroll to top\n"
    )
}

/// The allocations of planning and rendering `text`, which has `lines` lines, once everything shared is loaded.
fn allocations(text: &str, count: usize) -> u64 {
    let cleaner = Cleaner::default();
    let run = || {
        let lines = Lines::new(text);
        let plan = cleaner.plan(&lines);
        (render(&lines, &plan), plan)
    };
    let (cleaned, Plan { verdicts, joins, .. }) = run();
    assert_eq!(verdicts.len(), count);
    assert!(cleaned.len() < text.len() && !joins.is_empty(), "lines go and breaks are mended");
    allocation_counter::measure(|| drop(run())).count_total
}

#[test]
fn a_small_document_costs_few_allocations() {
    let found = allocations(&chapter(1), 40);
    assert!(found <= 300, "{found} allocations");
}

#[test]
fn a_further_line_costs_less_than_two() {
    let text: String = (0..100).map(chapter).collect();
    let found = allocations(&text, 4_000);
    assert!(found <= 7_000, "{found} allocations, {} a line", found as f64 / 4_000.0);
}
