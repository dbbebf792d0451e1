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
/// Most pairs of equal words in one alignment; the page is cut off where it has more.
const PAIRS: usize = 50_000_000;

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

/// A matched pair of words, and the pair before it on the best way to it.
struct Pair {
    page: u32,
    gold: u32,
    before: u32,
}

/// No pair: the way begins here.
const START: u32 = u32::MAX;

/// Pairs of indexes into page and gold, last first.
///
/// Only pairs of equal words are looked at (Hunt and Szymanski, 1977). A gap costs the same however long it is, so the
/// best way to a pair goes on from the pair right before it, or opens a gap behind the best pair above and left.
fn align(page: &[(u32, usize)], gold: &[u32], open: i32) -> Vec<(usize, usize)> {
    let mut places: HashMap<u32, Vec<u32>> = HashMap::new();
    for (j, &word) in gold.iter().enumerate() {
        places.entry(word).or_default().push(j as u32);
    }
    let mut pairs: Vec<Pair> = Vec::new();
    let mut best = PrefixBest::new(gold.len());
    let (mut row_above, mut row): (Vec<(u32, i32, u32)>, _) = (Vec::new(), Vec::new());
    for (i, (word, _)) in page.iter().enumerate() {
        row.clear();
        let mut above = row_above.iter().peekable();
        for &j in places.get(word).into_iter().flatten() {
            while above.next_if(|(place, ..)| place + 1 < j).is_some() {}
            let on =
                above.peek().filter(|(place, ..)| place + 1 == j).map(|&&(_, value, pair)| (value, pair));
            let (behind, pair) = best.up_to(j as usize);
            let anew = (behind - open, pair);
            let (value, before) = on.filter(|on| on.0 >= anew.0).unwrap_or(anew);
            row.push((j, value + MATCH, pairs.len() as u32));
            pairs.push(Pair { page: i as u32, gold: j, before });
        }
        row.iter().for_each(|&(j, value, pair)| best.raise(j as usize, value, pair));
        std::mem::swap(&mut row, &mut row_above);
        if pairs.len() > PAIRS {
            break;
        }
    }
    let mut way = Vec::new();
    let mut at = best.up_to(gold.len()).1;
    while let Some(pair) = pairs.get(at as usize) {
        way.push((pair.page as usize, pair.gold as usize));
        at = pair.before;
    }
    way
}

/// The best value so far up to each place, and the pair that has it (a Fenwick tree of maxima).
struct PrefixBest(Vec<(i32, u32)>);

impl PrefixBest {
    fn new(places: usize) -> Self {
        PrefixBest(vec![(0, START); places + 1])
    }

    /// The best over the places before `end`; 0 without a pair where nothing is better.
    fn up_to(&self, end: usize) -> (i32, u32) {
        let mut best = (0, START);
        let mut at = end;
        while at > 0 {
            if self.0[at].0 > best.0 {
                best = self.0[at];
            }
            at &= at - 1;
        }
        best
    }

    fn raise(&mut self, place: usize, value: i32, pair: u32) {
        let mut at = place + 1;
        while at < self.0.len() {
            if value > self.0[at].0 {
                self.0[at] = (value, pair);
            }
            at += at & at.wrapping_neg();
        }
    }
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
