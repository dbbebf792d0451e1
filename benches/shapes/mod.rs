//! Documents of fixed shapes to measure on, made of the words in `languages.json`: the same ones on every machine.

use std::fmt;

use serde::Deserialize;

/// Documents of one shape.
pub(crate) struct Shape {
    name: &'static str,
    pub(crate) documents: Vec<String>,
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Pages of each shape that consists of pages.
const PAGES: usize = 24;

impl Shape {
    pub(crate) fn all() -> Vec<Shape> {
        let languages: Languages = serde_json::from_str(include_str!("../languages.json")).unwrap();
        let Languages { english, german, arabic, chinese } = &languages;
        let pages = |name, page: &dyn Fn(&mut Dice) -> String| {
            let mut dice = Dice(7);
            Shape { name, documents: (0..PAGES).map(|_| page(&mut dice)).collect() }
        };
        let one = |name, document| Shape { name, documents: vec![document] };
        vec![
            pages("english", &|dice| english.page(dice)),
            pages("navigation", &|dice| english.navigation(dice)),
            pages("german", &|dice| german.page(dice)),
            pages("arabic", &|dice| arabic.page(dice)),
            pages("chinese", &|dice| chinese.page(dice)),
            one("letters", english.letters(&mut Dice(7), 8_000)),
            one("megabyte", english.paragraph(&mut Dice(7), 1 << 20)),
        ]
    }

    /// Bytes of all documents.
    pub(crate) fn bytes(&self) -> usize {
        self.documents.iter().map(String::len).sum()
    }
}

#[derive(Deserialize)]
struct Languages {
    english: Language,
    german: Language,
    arabic: Language,
    chinese: Language,
}

/// The words of a language and the chrome of its pages.
#[derive(Deserialize)]
struct Language {
    words: String,
    between: String,
    stop: String,
    head: Vec<String>,
    date: String,
    byline: String,
    foot: Vec<String>,
}

impl Language {
    /// An article of a page: a menu above it, ten paragraphs, half of them wrapped, and a footer.
    fn page(&self, dice: &mut Dice) -> String {
        let mut lines = self.head.clone();
        lines.extend([String::new(), self.sentence(dice, 6), self.date.clone(), self.byline.clone()]);
        for paragraph in 0..10 {
            let text = self.paragraph(dice, 400);
            let wrapped = if paragraph % 2 == 0 { text } else { self.wrapped(&text) };
            lines.extend([String::new(), wrapped]);
        }
        lines.push(String::new());
        lines.extend(self.foot.iter().cloned());
        lines.join("\n") + "\n"
    }

    /// A page of menus, headlines and teasers with one paragraph.
    fn navigation(&self, dice: &mut Dice) -> String {
        let mut lines = Vec::new();
        for block in 0..12 {
            lines.extend(self.head.iter().chain(&self.foot).map(|item| format!("- {item}")));
            lines.extend((0..6).map(|_| self.sentence(dice, 5)));
            if block == 5 {
                lines.push(self.paragraph(dice, 400));
            }
            lines.push(String::new());
        }
        lines.join("\n") + "\n"
    }

    /// Lines of one letter each.
    fn letters(&self, dice: &mut Dice, count: usize) -> String {
        let letters: Vec<char> = self.words.chars().filter(|c| c.is_alphabetic()).collect();
        (0..count).flat_map(|_| [letters[dice.below(letters.len())], '\n']).collect()
    }

    /// Sentences on one line, of at least so many bytes.
    fn paragraph(&self, dice: &mut Dice, bytes: usize) -> String {
        let mut text = String::new();
        while text.len() < bytes {
            let words = 8 + dice.below(12);
            text += &self.sentence(dice, words);
            text += &self.stop;
        }
        text.trim_end().to_owned()
    }

    fn sentence(&self, dice: &mut Dice, words: usize) -> String {
        let known: Vec<&str> = self.words.split(' ').collect();
        let picked: Vec<&str> = (0..words).map(|_| known[dice.below(known.len())]).collect();
        let sentence = picked.join(&self.between);
        let first = sentence.chars().next().unwrap();
        first.to_uppercase().collect::<String>() + &sentence[first.len_utf8()..]
    }

    /// The text broken at spaces after about seventy characters; one without spaces stays as it is.
    fn wrapped(&self, text: &str) -> String {
        let mut column = 0;
        let broken = text.split_inclusive(' ').map(|word| {
            column += word.chars().count();
            if column < 70 {
                return word.to_owned();
            }
            column = 0;
            word.trim_end().to_owned() + "\n"
        });
        broken.collect::<String>().trim_end().to_owned()
    }
}

/// Numbers that look random and are the same in every run.
struct Dice(u32);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % limit
    }
}
