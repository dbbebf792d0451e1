//! Applies unified diffs, strictly: every line where the diff says it is, no hunk elsewhere or twice.

/// What `diff` makes of `text`.
pub(crate) fn apply(diff: &str, text: &str) -> String {
    let old: Vec<&str> = text.split_inclusive('\n').collect();
    let mut out = String::new();
    let mut at = 0;
    let mut rows = diff.split_inclusive('\n').skip(2).peekable(); // the names
    while let Some(head) = rows.next() {
        let (start, mut olds, mut news) = hunk(head);
        let start = if olds == 0 { start } else { start - 1 };
        out.extend(old[at..start].iter().copied());
        at = start;
        while olds > 0 || news > 0 {
            let row = rows.next().unwrap();
            let (mark, line) = row.split_at(1);
            let line = match rows.next_if(|next| next.starts_with('\\')) {
                Some(_) => line.strip_suffix('\n').unwrap(),
                None => line,
            };
            if mark != "+" {
                assert_eq!(old[at], line, "line {}", at + 1);
                at += 1;
                olds -= 1;
            }
            if mark != "-" {
                out.push_str(line);
                news -= 1;
            }
        }
    }
    out.extend(old[at..].iter().copied());
    out
}

/// The diff that goes back.
pub(crate) fn reversed(diff: &str) -> String {
    let mut out = String::new();
    let mut left = (0, 0);
    for row in diff.split_inclusive('\n') {
        if left == (0, 0) && row.starts_with("@@ -") {
            let (_, olds, news) = hunk(row);
            left = (olds, news);
            let parts: Vec<&str> = row.splitn(4, ' ').collect();
            out.push_str(&format!("@@ -{} +{} {}", &parts[2][1..], &parts[1][1..], parts[3]));
        } else if row.starts_with('\\') || left == (0, 0) {
            out.push_str(row);
        } else {
            let (mark, line) = row.split_at(1);
            left.0 -= usize::from(mark != "+");
            left.1 -= usize::from(mark != "-");
            out.push_str(match mark {
                "+" => "-",
                "-" => "+",
                same => same,
            });
            out.push_str(line);
        }
    }
    out
}

/// The first old line and the numbers of old and new lines of a hunk.
fn hunk(head: &str) -> (usize, usize, usize) {
    let parts: Vec<&str> = head.split(' ').collect();
    let range = |part: &str| {
        let (start, count) = part[1..].split_once(',').unwrap_or((&part[1..], "1"));
        (start.parse::<usize>().unwrap(), count.parse::<usize>().unwrap())
    };
    let ((start, olds), (_, news)) = (range(parts[1]), range(parts[2]));
    (start, olds, news)
}
