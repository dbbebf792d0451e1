//! Rules a review writes into `dechrome.toml`: lines to keep from now on.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value, value};

use crate::error::{Error, Result};

/// The text of a `dechrome.toml` with a rule more for each of `lines` it has none for: lines that are exactly this are kept.
///
/// Comments, order and spacing of what is there stay. Where `keep` is a list of kinds, the rules are added to it; else
/// each is a `[[keep]]` table of its own.
///
/// # Errors
/// If the text is not TOML, or its `keep` is no list.
pub fn keep_rules(toml: &str, lines: &[String]) -> Result<String> {
    let mut document: DocumentMut = toml.parse().map_err(|error: toml_edit::TomlError| {
        let start = error.span().map_or(0, |span| span.start);
        let line = toml.bytes().take(start).filter(|&byte| byte == b'\n').count() + 1;
        Error::invalid(error.message().replace('\n', ", ")).at(format_args!("line {line}"))
    })?;
    // Comments alone would stand behind what is added.
    let comments = if document.is_empty() { toml.trim_end() } else { "" };
    if !comments.is_empty() {
        document.set_trailing("");
    }
    let keep = document.entry("keep").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    match keep {
        Item::Value(Value::Array(listed)) => add_inline(listed, lines),
        Item::ArrayOfTables(tables) => add_tables(tables, lines),
        _ => return Err(Error::invalid("is not a list, so no rule can be added to it").at("keep")),
    }
    Ok(if comments.is_empty() { document.to_string() } else { format!("{comments}\n\n{document}") })
}

fn add_tables(tables: &mut ArrayOfTables, lines: &[String]) {
    for line in lines {
        let known = |table: &Table| {
            let is = |key, wanted: &str| table.get(key).and_then(Item::as_str) == Some(wanted);
            is("phrase", line) && is("scope", SCOPE)
        };
        if !tables.iter().any(known) {
            let mut table = Table::new();
            table.insert("phrase", value(line));
            table.insert("scope", value(SCOPE));
            tables.push(table);
        }
    }
}

fn add_inline(listed: &mut Array, lines: &[String]) {
    for line in lines {
        let known = |value: &Value| {
            let is = |key, wanted: &str| {
                value.as_inline_table().and_then(|table| table.get(key)).and_then(Value::as_str)
                    == Some(wanted)
            };
            is("phrase", line) && is("scope", SCOPE)
        };
        if !listed.iter().any(known) {
            listed.push(InlineTable::from_iter([("phrase", line.as_str()), ("scope", SCOPE)]));
        }
    }
}

/// A rule holds for lines that are the phrase from end to end.
const SCOPE: &str = "line";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn added(toml: &str, lines: &[&str], expected: &str) {
        let lines: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
        let once = keep_rules(toml, &lines).unwrap();
        assert_eq!(once, expected);
        assert_eq!(keep_rules(&once, &lines).unwrap(), once, "a rule that is there is not written again");
    }

    #[test]
    fn rules_are_tables_of_their_own() {
        let correction = "[[keep]]\nphrase = \"Correction:\"\nscope = \"line\"\n";
        added("", &["Correction:"], correction);
        added("# ours\n", &["Correction:"], &format!("# ours\n\n{correction}"));
        let toml = "# ours\nthreshold = 0.3 # strict\n\n[[keep]]\nphrase = \"x\" # why\n\n[[drop]]\nphrase = \"y\"\n";
        let expected = "# ours\nthreshold = 0.3 # strict\n\n[[keep]]\nphrase = \"x\" # why\n\n[[keep]]\nphrase = \"a \\\"b\\\"\"\nscope = \"line\"\n\n[[drop]]\nphrase = \"y\"\n";
        let expected = expected.replace("\"a \\\"b\\\"\"", "'a \"b\"'");
        added(toml, &["a \"b\""], &expected);
    }

    #[test]
    fn a_list_of_kinds_takes_rules_beside_them() {
        added(
            "keep = [\"date\"] # dates\ndrop = [\"title\"]\n",
            &["Home", "\u{1b}[2J"],
            "keep = [\"date\", { phrase = \"Home\", scope = \"line\" }, { phrase = \"\\u001B[2J\", scope = \"line\" }] # dates\ndrop = [\"title\"]\n",
        );
    }

    #[test]
    fn what_is_no_list_of_rules_is_left_alone() {
        let refused = |toml: &str| keep_rules(toml, &["a".to_owned()]).unwrap_err().to_string();
        assert_eq!(refused("keep = 1\n"), "keep: is not a list, so no rule can be added to it");
        assert!(refused("a = 1\nkeep = [\n").starts_with("line "), "{}", refused("a = 1\nkeep = [\n"));
    }
}
