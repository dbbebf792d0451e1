//! Which words of a page's text are those of its main text.
//!
//! Both are sequences of words; the best alignment in order is found where every matched word counts 1 and every gap
//! that is opened between matches costs 1.6 (Gotoh's affine gaps), so that words which merely occur elsewhere on the
//! page do not count. What is left over is aligned twice more at a higher price, for texts in another order.

use std::collections::HashMap;

/// Tenths of a match.
const MATCH: i32 = 10;
const OPEN: i32 = 16;
const OPEN_AGAIN: i32 = 40;
/// Fewest leftover words worth another pass.
const FEWEST: usize = 6;
/// Most cells of one alignment; the page is cut off where it would need more.
const CELLS: usize = 600_000_000;

/// For each line, how many of its words belong to the main text.
pub(super) fn matches(lines: &[Vec<String>], gold: &[String]) -> Vec<u32> {
    let mut ids = HashMap::new();
    let gold: Vec<u32> = gold.iter().map(|word| intern(&mut ids, word)).collect();
    let mut matched = vec![0; lines.len()];
    let mut page = Vec::new();
    for (line, words) in lines.iter().enumerate() {
        page.extend(words.iter().map(|word| (ids.get(word.as_str()).copied().unwrap_or(NONE), line)));
    }
    let mut page_left: Vec<(u32, usize)> = page;
    let mut gold_left = gold;
    for open in [OPEN, OPEN_AGAIN, OPEN_AGAIN] {
        if page_left.len() < FEWEST || gold_left.len() < FEWEST {
            break;
        }
        let pairs = align(&page_left, &gold_left, open);
        if pairs.is_empty() {
            break;
        }
        let (mut page_taken, mut gold_taken) = (vec![false; page_left.len()], vec![false; gold_left.len()]);
        for (i, j) in pairs {
            matched[page_left[i].1] += 1;
            page_taken[i] = true;
            gold_taken[j] = true;
        }
        retain(&mut page_left, &page_taken);
        retain(&mut gold_left, &gold_taken);
    }
    matched
}

/// A word that the other side lacks.
const NONE: u32 = u32::MAX;

fn intern<'w>(ids: &mut HashMap<&'w str, u32>, word: &'w str) -> u32 {
    let next = ids.len() as u32;
    *ids.entry(word).or_insert(next)
}

fn retain<T>(items: &mut Vec<T>, taken: &[bool]) {
    let mut index = 0;
    items.retain(|_| {
        index += 1;
        !taken[index - 1]
    });
}

/// A word with its place, and whether words that cannot match were left out before it.
struct Item {
    word: u32,
    index: usize,
    gap: i32,
}

/// Leaves out words the other side lacks; a match behind them must open a gap, as it would have to anyway.
fn reduce(words: impl Iterator<Item = u32>, other: &std::collections::HashSet<u32>, open: i32) -> Vec<Item> {
    let mut items = Vec::new();
    let mut gap = 0;
    for (index, word) in words.enumerate() {
        if other.contains(&word) {
            items.push(Item { word, index, gap });
            gap = 0;
        } else {
            gap = open;
        }
    }
    items
}

const LOWEST: i32 = i32::MIN / 2;
/// Where the best value of a gap came from: two bits. The third bit: the match went on from a match.
const GAP_ABOVE: u8 = 0;
const GAP_LEFT: u8 = 1;
const MATCH_ABOVE: u8 = 2;
const MATCH_LEFT: u8 = 3;
const FROM_MATCH: u8 = 4;

/// Pairs of indexes into page and gold, last first.
fn align(page: &[(u32, usize)], gold: &[u32], open: i32) -> Vec<(usize, usize)> {
    let in_page = page.iter().map(|&(word, _)| word).collect();
    let in_gold = gold.iter().copied().collect();
    let gold = reduce(gold.iter().copied(), &in_page, open);
    let mut page = reduce(page.iter().map(|&(word, _)| word), &in_gold, open);
    page.truncate(CELLS / gold.len().max(1));
    let width = gold.len();
    let mut origins = vec![0u8; page.len() * width];
    // Column 0 stands for "no gold word yet"; values of the row above are overwritten from left to right.
    let (mut matched, mut gap) = (vec![LOWEST; width + 1], vec![0i32; width + 1]);
    for (a, origins) in page.iter().zip(origins.chunks_exact_mut(width.max(1))) {
        let (mut match_diagonal, mut gap_diagonal) = (matched[0], gap[0]);
        let (mut match_left, mut gap_left) = (LOWEST, 0);
        for (j, b) in gold.iter().enumerate() {
            let (match_above, gap_above) = (matched[j + 1], gap[j + 1]);
            let (mut best, mut origin) = (gap_above, GAP_ABOVE);
            if gap_left > best {
                (best, origin) = (gap_left, GAP_LEFT);
            }
            if match_above > best {
                (best, origin) = (match_above, MATCH_ABOVE);
            }
            if match_left > best {
                (best, origin) = (match_left, MATCH_LEFT);
            }
            let mut here = LOWEST;
            if a.word == b.word {
                let on = match_diagonal - a.gap.max(b.gap);
                let anew = gap_diagonal - open;
                here = on.max(anew) + MATCH;
                origin |= if on >= anew { FROM_MATCH } else { 0 };
            }
            origins[j] = origin;
            (match_diagonal, gap_diagonal) = (match_above, gap_above);
            (match_left, gap_left) = (here, best);
            (matched[j + 1], gap[j + 1]) = (here, best);
        }
    }
    let ends_matched = matched[width] > gap[width];
    trace(&page, &gold, &origins, ends_matched)
}

fn trace(page: &[Item], gold: &[Item], origins: &[u8], ends_matched: bool) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut i, mut j, mut in_match) = (page.len(), gold.len(), ends_matched);
    while i > 0 && j > 0 {
        let origin = origins[(i - 1) * gold.len() + j - 1];
        if in_match {
            pairs.push((page[i - 1].index, gold[j - 1].index));
            in_match = origin & FROM_MATCH != 0;
            (i, j) = (i - 1, j - 1);
        } else {
            match origin & 3 {
                GAP_ABOVE => i -= 1,
                GAP_LEFT => j -= 1,
                MATCH_ABOVE => (i, in_match) = (i - 1, true),
                _ => (j, in_match) = (j - 1, true),
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(lines: &[&str], gold: &str) -> Vec<u32> {
        let split = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let lines: Vec<Vec<String>> = lines.iter().map(|line| split(line)).collect();
        matches(&lines, &split(gold))
    }

    #[test]
    fn words_that_merely_occur_elsewhere_do_not_count() {
        let page = ["the menu of the harbour", "old boats lie in the harbour and rot", "see the boats"];
        assert_eq!(counts(&page, "old boats lie in the harbour and rot"), [0, 8, 0]);
    }

    #[test]
    fn a_text_in_another_order_is_found_in_a_second_pass() {
        let (a, b) = (
            "one two three four five six seven eight nine ten",
            "red blue green white black brown pink grey",
        );
        assert_eq!(counts(&[a, "menu", b], &format!("{b} {a}")), [10, 0, 8]);
    }

    #[test]
    fn a_text_with_a_hole_is_found_on_both_sides() {
        let page = ["alpha beta gamma delta", "share this now please", "epsilon zeta eta theta"];
        assert_eq!(counts(&page, "alpha beta gamma delta epsilon zeta eta theta"), [4, 0, 4]);
        assert_eq!(counts(&[], "a"), [0; 0]);
        assert_eq!(counts(&["a b"], ""), [0]);
    }
}
