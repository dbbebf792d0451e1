//! Formats whose line breaks mean something although their lines read like prose.

use super::scan::Scan;

/// Fewest cues of a file of subtitles.
const CUES: usize = 2;

/// Whether the document is a formatted manual page or a file of subtitles.
pub(super) fn keeps_its_breaks(scans: &[Scan<'_>]) -> bool {
    scans.first().is_some_and(|first| is_manual_head(first.text))
        || scans.iter().filter(|scan| is_cue(scan.text)).take(CUES).count() == CUES
}

/// As `TIDE(1)      User Commands      TIDE(1)`.
fn is_manual_head(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let (Some(first), Some(last)) = (words.next(), words.next_back()) else { return false };
    let section = first.strip_suffix(')').and_then(|word| word.split_once('('));
    first == last
        && section.is_some_and(|(name, section)| {
            !name.is_empty() && section.starts_with(|c: char| c.is_ascii_digit())
        })
}

/// As `00:00:05,400 --> 00:00:08,360`.
fn is_cue(line: &str) -> bool {
    let is_time =
        |text: &str| text.trim().contains(':') && text.trim().starts_with(|c: char| c.is_ascii_digit());
    // Most lines are none by their first character, and are not searched.
    line.starts_with(|c: char| c.is_ascii_digit())
        && line.split_once("-->").is_some_and(|(from, to)| is_time(from) && is_time(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manual_pages_are_known_by_their_head() {
        assert!(is_manual_head("TIDE(1)      User Commands      TIDE(1)"));
        assert!(is_manual_head("tide.conf(5)  tide.conf(5)"));
        for line in ["see tide(1) and tide(5)", "f(x) equals f(x)", "", "TIDE(1)"] {
            assert!(!is_manual_head(line), "{line}");
        }
    }

    #[test]
    fn cues_are_two_times_with_an_arrow_between() {
        assert!(is_cue("00:00:05,400 --> 00:00:08,360"));
        assert!(is_cue("00:05.400 --> 00:08.360 align:start"));
        assert!(!is_cue("fn f() --> g"));
    }
}
