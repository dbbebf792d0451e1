//! Words as the scores count them: runs of letters, digits and underscores in lower case; each kana and each
//! Chinese character is a word.

use std::sync::OnceLock;

use regex::Regex;

/// The words of a text, in order, in lower case.
pub fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    pattern().find_iter(&lower).map(|word| word.as_str().to_owned()).collect()
}

/// How many words a text has.
pub fn count(text: &str) -> usize {
    // Lower case first: the lower case of some letters, as of İ, is more than one character.
    pattern().find_iter(&text.to_lowercase()).count()
}

fn pattern() -> &'static Regex {
    static WORD: OnceLock<Regex> = OnceLock::new();
    #[allow(clippy::expect_used)] // a constant, and tested
    WORD.get_or_init(|| {
        let one = r"[\u{3040}-\u{30ff}\u{3400}-\u{9fff}]";
        Regex::new(&format!(r"{one}|[\p{{L}}\p{{N}}_&&[^\u{{3040}}-\u{{30ff}}\u{{3400}}-\u{{9fff}}]]+"))
            .expect("a sound pattern")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_and_single_characters() {
        assert_eq!(words("It's 3,5 Été_x"), ["it", "s", "3", "5", "été_x"]);
        assert_eq!(words("最新のGo言語"), ["最", "新", "の", "go", "言", "語"]);
        assert_eq!(count("a b-c 日本"), 5);
        assert_eq!(count("İstanbul"), words("İstanbul").len());
    }
}
