//! A page's text as other programs would have made it: in columns, in capitals, from a text browser, misread from
//! paper. The model sees some pages this way too, so that it does not depend on how paragraphs are laid out.

use super::random::Random;

/// Columns of a wrapped text, at least and at most.
const NARROW: usize = 58;
const WIDE: usize = 84;
/// Longest line, in characters, that a text browser is held to show as a link.
const LINK: usize = 60;
/// Letters that are misread, and as what.
const MISREAD: [(char, &str); 8] =
    [('l', "1"), ('o', "0"), ('e', "c"), ('m', "rn"), ('i', "l"), ('h', "b"), ('n', "ri"), ('u', "ii")];

/// `text` in one of these ways.
pub(super) fn remade(text: &str, random: &mut Random) -> String {
    match random.below(6) {
        0 => text.to_uppercase(),
        1 => text.replace('\n', "\n\n"),
        2 => wrapped(text, NARROW + random.below(WIDE - NARROW), ""),
        3 => dumped(text),
        4 => misread(text, random),
        _ => wrapped(&misread(text, random), NARROW + random.below(WIDE - NARROW), ""),
    }
}

/// Words into lines of a width.
struct Columns {
    width: usize,
    indent: &'static str,
    out: String,
}

impl Columns {
    fn new(width: usize, indent: &'static str) -> Self {
        Columns { width, indent, out: String::new() }
    }

    fn paragraph(&mut self, text: &str) {
        let mut column = 0;
        for word in text.split_whitespace() {
            let length = word.chars().count();
            if column > 0 && column + 1 + length > self.width {
                self.out.push('\n');
                column = 0;
            }
            self.out.push_str(if column > 0 { " " } else { self.indent });
            self.out.push_str(word);
            column += length + usize::from(column > 0);
        }
        self.out.push('\n');
    }
}

fn wrapped(text: &str, width: usize, indent: &'static str) -> String {
    let mut columns = Columns::new(width, indent);
    text.lines().for_each(|line| columns.paragraph(line));
    columns.out
}

/// As text browsers dump a page: indented, short lines as numbered links, their addresses at the end.
fn dumped(text: &str) -> String {
    let mut columns = Columns::new(73, "   ");
    let mut links = 0;
    for line in text.lines() {
        let is_link = line.chars().count() <= LINK && !line.ends_with(['.', '!', '?', '…', '"', '。']);
        if is_link && !line.trim().is_empty() {
            links += 1;
            columns.out.push_str(&format!("     * [{links}]{}\n", line.trim()));
        } else {
            columns.paragraph(line);
            columns.out.push('\n');
        }
    }
    columns.out.push_str("References\n\n   Visible links\n");
    for link in 1..=links {
        columns.out.push_str(&format!("   {link}. https://example.org/{link}\n"));
    }
    columns.out
}

/// One letter in a hundred misread, some spaces lost.
fn misread(text: &str, random: &mut Random) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let chance = random.unit();
        let other = MISREAD.iter().find(|(letter, _)| *letter == c).filter(|_| chance < 0.03);
        match other {
            Some((_, other)) => out.push_str(other),
            None if c == ' ' && chance < 0.007 => {}
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_in_order_whatever_the_columns() {
        let text = "The mill stood by the river for two hundred years, and nobody had asked for how long it would.\nHome";
        let narrow = wrapped(text, 30, "  ");
        assert!(narrow.lines().all(|line| line.len() <= 32 && line.starts_with("  ")), "{narrow}");
        assert!(narrow.split_whitespace().eq(text.split_whitespace()));
        assert_eq!(narrow.lines().last(), Some("  Home"));
    }

    #[test]
    fn a_dump_lists_its_links_at_the_end() {
        let dump = dumped("Home\nThe mill stood by the river for two hundred years.\nSport");
        assert!(dump.starts_with("     * [1]Home\n   The mill"), "{dump}");
        assert!(dump.ends_with("   1. https://example.org/1\n   2. https://example.org/2\n"), "{dump}");
    }

    #[test]
    fn the_same_seed_misreads_the_same_letters() {
        let text = "nothing in the mill had moved for a hundred years ".repeat(20);
        let [one, two] = [(); 2].map(|()| misread(&text, &mut Random::new(5)));
        assert_eq!(one, two);
        assert_ne!(one, text);
    }
}
