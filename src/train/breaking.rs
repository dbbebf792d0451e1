//! Pages of a corpus, broken the ways texts get broken, as rows to learn joins from.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::rows::Row as Page;

/// Paragraphs taken from one page.
const LONGEST: usize = 120;

/// A row of a corpus of joins.
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) kind: String,
    /// The text with spurious breaks.
    pub(super) text: String,
    /// The same text without them.
    pub(super) gold: String,
}

impl Page {
    /// The page's main text in several broken forms.
    pub(super) fn rows(&self) -> Vec<Row> {
        let Some(content) = self.gold.as_ref().or(self.silver.as_ref()) else { return Vec::new() };
        let paragraphs: Vec<&str> =
            content.split('\n').map(str::trim).filter(|line| !line.is_empty()).take(LONGEST).collect();
        if paragraphs.len() < 3 || !is_intact(&paragraphs) {
            return Vec::new();
        }
        let mut dice = Dice::new(&self.id);
        let mut rows = Vec::new();
        let mut add = |kind: &str, broken: Option<(String, String)>| {
            rows.extend(broken.map(|(text, gold)| Row {
                id: self.id.clone(),
                kind: kind.to_owned(),
                text,
                gold,
            }));
        };
        add("made-inline", self.inline(content, None));
        if dice.one_in(2) {
            add("made-link", self.inline(content, Some(&mut dice)));
        }
        match dice.below(4) {
            0 => add("made-clean", Some(clean(&paragraphs, &mut dice))),
            1 => add("made-term", term(&paragraphs, &mut dice)),
            2 => add("made-sentence", Some(sentences(&paragraphs, "\n", &mut dice))),
            _ => add("made-blank", Some(sentences(&paragraphs, "\n\n", &mut dice))),
        }
        if dice.one_in(6) {
            add("made-wrap", Some(wrapped(&paragraphs, &mut dice)));
        }
        rows
    }

    /// The blocks of the page that are main text, broken at every piece of inline text or, with dice, at half of them.
    fn inline(&self, content: &str, mut dice: Option<&mut Dice>) -> Option<(String, String)> {
        let (block, split) = (self.block.as_ref()?, self.split.as_ref()?);
        let content = letters(content);
        let blocks =
            block.split('\n').map(|line| (line, letters(line))).filter(|(_, letters)| !letters.is_empty());
        let mut pieces = split
            .split('\n')
            .map(|line| (line.trim(), letters(line)))
            .filter(|(_, letters)| !letters.is_empty());
        let (mut text, mut gold, mut lines) = (String::new(), String::new(), 0);
        for (line, whole) in blocks {
            let mut left = whole.as_str();
            let mut parts = Vec::new();
            while !left.is_empty() {
                let (piece, letters) = pieces.next()?;
                left = left.strip_prefix(letters.as_str())?;
                parts.push(piece);
            }
            if !content.contains(&whole) || lines > LONGEST {
                continue;
            }
            let line = line.trim().trim_start_matches(['•', '*']).trim();
            let Some(broken) = broken_at(line, &parts, dice.as_deref_mut()) else { continue };
            text.push_str(&broken);
            text.push('\n');
            gold.push_str(line);
            gold.push('\n');
            lines += 1;
        }
        (lines >= 4 && text != gold).then_some((text, gold))
    }
}

/// The line with a break before each of its parts but the first; `None` where a part is not found as it stands.
fn broken_at(line: &str, parts: &[&str], mut dice: Option<&mut Dice>) -> Option<String> {
    let mut broken = String::new();
    let mut rest = line;
    for (nth, part) in parts.iter().enumerate() {
        let at = rest.find(part)?;
        let between = &rest[..at];
        let is_kept =
            nth > 0 && between.trim().is_empty() && dice.as_deref_mut().is_none_or(|dice| dice.one_in(2));
        broken.push_str(if is_kept { "\n" } else { between });
        broken.push_str(part);
        rest = &rest[at + part.len()..];
    }
    broken.push_str(rest);
    Some(broken)
}

/// Whether next to no paragraph goes on in the next: texts that are broken themselves teach the wrong thing.
pub(super) fn is_intact(paragraphs: &[&str]) -> bool {
    let is_wide = |c: char| matches!(u32::from(c), 0x3040..=0x9fff);
    let broken = paragraphs.windows(2).filter(|pair| {
        let Some(last) = pair[0].chars().next_back() else { return false };
        let is_open =
            last.is_lowercase() || last == ',' || (is_wide(last) && pair[0].chars().nth(15).is_some());
        is_open && (pair[1].starts_with(char::is_lowercase) || pair[1].starts_with(is_wide))
    });
    let limit = paragraphs.len() / 30;
    broken.take(limit + 1).count() <= limit
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn clean(paragraphs: &[&str], dice: &mut Dice) -> (String, String) {
    let text = paragraphs.join(if dice.one_in(2) { "\n" } else { "\n\n" });
    (text.clone(), text)
}

/// Breaks before a word of the text: a name that recurs inside its lines.
fn term(paragraphs: &[&str], dice: &mut Dice) -> Option<(String, String)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in paragraphs.iter().flat_map(|line| line.split(' ').skip(1)) {
        if word.chars().count() > 3
            && word.starts_with(char::is_uppercase)
            && word.chars().all(char::is_alphabetic)
        {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut terms: Vec<(&str, usize)> = counts.into_iter().filter(|&(_, count)| count >= 2).collect();
    terms.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let &(term, _) = terms.get(dice.below(terms.len().min(4)))?;
    let gold = paragraphs.join("\n");
    let text = gold.replace(&format!(" {term}"), &format!("\n{term}"));
    (text != gold).then_some((text, gold))
}

/// Breaks within sentences, at one word in forty.
fn sentences(paragraphs: &[&str], newline: &str, dice: &mut Dice) -> (String, String) {
    let gold = paragraphs.join(newline);
    let mut text = String::with_capacity(gold.len());
    for (nth, line) in paragraphs.iter().enumerate() {
        text.push_str(if nth > 0 { newline } else { "" });
        for (nth, word) in words(line).enumerate() {
            let at_stop = text.trim_end().ends_with(['.', '!', '?', ':', '。', '！', '？']);
            if nth > 0 && !at_stop && dice.one_in(40) {
                text.truncate(text.trim_end().len());
                text.push_str(newline);
            }
            text.push_str(word);
        }
    }
    (text, gold)
}

/// The places where a line may break, each with the space after it: words, and every wide character.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split_inclusive(' ').flat_map(|word| {
        let is_wide = |c: char| matches!(u32::from(c), 0x2e80..=0x9fff | 0xf900..=0xfaff | 0xff00..=0xffef);
        let limit = if word.contains(is_wide) { 1 } else { usize::MAX };
        pieces(word, limit)
    })
}

/// A word in pieces of so many characters; marks no line starts with stay with what is before them.
fn pieces(word: &str, limit: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut from, mut count) = (0, 0);
    for (at, c) in word.char_indices() {
        let is_tail = !c.is_alphanumeric();
        if count >= limit && !is_tail {
            pieces.push(&word[from..at]);
            (from, count) = (at, 0);
        }
        count += 1;
    }
    pieces.push(&word[from..]);
    pieces
}

/// Wraps every paragraph at a width.
fn wrapped(paragraphs: &[&str], dice: &mut Dice) -> (String, String) {
    let width = [56, 64, 68, 72, 76, 79, 90][dice.below(7)];
    let between = if dice.one_in(2) { "\n" } else { "\n\n" };
    let indent = if dice.one_in(4) { "    " } else { "" };
    let mut text = String::new();
    for (nth, line) in paragraphs.iter().enumerate() {
        text.push_str(if nth > 0 { between } else { "" });
        text.push_str(indent);
        let mut column = indent.len();
        for word in words(line) {
            let columns = crate::merge::columns(word.trim_end());
            if column > indent.len() && column + columns > width {
                text.truncate(text.trim_end().len());
                text.push('\n');
                column = 0;
            }
            text.push_str(word);
            column += crate::merge::columns(word);
        }
    }
    (text, paragraphs.iter().map(|line| format!("{indent}{line}")).collect::<Vec<_>>().join(between))
}

/// Numbers that look random and depend on the page alone.
struct Dice(u64);

impl Dice {
    fn new(seed: &str) -> Self {
        let hash = seed.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Dice(hash | 1)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % limit.max(1) as u64) as usize
    }

    fn one_in(&mut self, limit: usize) -> bool {
        self.below(limit) == 0
    }
}
