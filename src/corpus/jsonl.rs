//! One row of JSON Lines: the text field is read and replaced, every other byte stays as it is.

use std::borrow::Cow;
use std::fmt;
use std::io::Write;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::Annotation;
use crate::error::{Error, Result};

/// The names of the fields that matter; where a row has one twice, its last value counts, as with most readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    /// The field that holds the document, a string.
    pub text: String,
    /// The field that holds its name, a string or a number; it may be missing.
    pub id: String,
    /// The field that says where the document comes from, a string, if that matters; it may be missing.
    pub source: Option<String>,
}

/// A row, its terminator included.
#[derive(Debug)]
pub(super) struct Row {
    bytes: Vec<u8>,
    spans: Spans,
    text: String,
    id: Option<String>,
    source: Option<String>,
}

/// Where in a row things stand.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Spans {
    /// The text's value.
    text: Range<usize>,
    /// The value of an earlier annotation.
    annotation: Option<Range<usize>>,
    /// The brace at the end of the object.
    end: usize,
}

impl Row {
    /// Finds the fields of a row.
    ///
    /// # Errors
    /// If the row is not a JSON object with a string as its text. The bytes come back with the error.
    pub(super) fn parse(bytes: Vec<u8>, fields: &Fields) -> Result<Self, (Error, Vec<u8>)> {
        match find(&bytes, fields) {
            Ok(Found { spans, text, id, source }) => Ok(Row { bytes, spans, text, id, source }),
            Err(error) => Err((error, bytes)),
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn take_id(&mut self) -> Option<String> {
        self.id.take()
    }

    pub(super) fn take_source(&mut self) -> Option<String> {
        self.source.take()
    }

    pub(super) fn weight(&self) -> usize {
        self.bytes.len() + self.text.len()
    }

    /// Appends the row with `cleaned` as its text, with minimal escapes if it is another than the row's own, and with
    /// `annotation` in the place of an earlier one or as the last field.
    pub(super) fn write(&self, cleaned: &str, annotation: Option<&Annotation>, out: &mut Vec<u8>) {
        let mut at = 0;
        for change in self.changes(cleaned, annotation) {
            out.extend_from_slice(&self.bytes[at..change.span().start]);
            match &change {
                Change::Text(_) => drop(serde_json::to_writer(&mut *out, cleaned)), // no vector fails
                Change::Annotated(_, annotation) => annotation.write(out),
                Change::Added(_, annotation) => {
                    let _ = write!(out, ", {:?}: ", Annotation::FIELD);
                    annotation.write(out);
                }
            }
            at = change.span().end;
        }
        out.extend_from_slice(&self.bytes[at..]);
    }

    /// What is to change, in order.
    fn changes<'a>(&self, cleaned: &str, annotation: Option<&'a Annotation>) -> Vec<Change<'a>> {
        let mut changes = Vec::new();
        if cleaned != self.text {
            changes.push(Change::Text(self.spans.text.clone()));
        }
        changes.extend(annotation.map(|annotation| match &self.spans.annotation {
            Some(span) => Change::Annotated(span.clone(), annotation),
            None => Change::Added(self.spans.end..self.spans.end, annotation),
        }));
        changes.sort_by_key(|change| change.span().start);
        changes
    }
}

/// A span of a row and what comes in its place.
enum Change<'a> {
    Text(Range<usize>),
    Annotated(Range<usize>, &'a Annotation),
    Added(Range<usize>, &'a Annotation),
}

impl Change<'_> {
    fn span(&self) -> &Range<usize> {
        match self {
            Change::Text(span) | Change::Annotated(span, _) | Change::Added(span, _) => span,
        }
    }
}

/// Where things stand in a row, the text, the row's id and its source.
struct Found {
    spans: Spans,
    text: String,
    id: Option<String>,
    source: Option<String>,
}

fn find(bytes: &[u8], fields: &Fields) -> Result<Found> {
    let row = match std::str::from_utf8(bytes) {
        Ok(row) => row.strip_prefix('\u{feff}').unwrap_or(row).trim_ascii_end(),
        Err(error) => return Err(not_utf8(bytes, error)),
    };
    if !row.trim_ascii_start().starts_with('{') {
        return Err(Error::invalid("not a JSON object"));
    }
    let found: Object<'_> = serde_json::from_str(row).map_err(|error| syntax(&error))?;
    let value = found.last(&fields.text).ok_or_else(|| {
        let what = format!("no field {:?}", fields.text);
        Error::invalid_with_hint(what, "--field NAME names the field that holds the text")
    })?;
    let text =
        serde_json::from_str::<String>(value).map_err(|error| not_text(&fields.text, value, &error))?;
    let id = found.last(&fields.id).and_then(|id| match id.as_bytes().first() {
        Some(b'"') => serde_json::from_str(id).ok(),
        Some(b'-' | b'0'..=b'9') => Some(id.to_owned()),
        _ => None,
    });
    // The values are slices of `bytes`: the distance of their addresses is their offset.
    let offset = |part: &str| part.as_ptr() as usize - bytes.as_ptr() as usize;
    let span = |value: &str| offset(value)..offset(value) + value.len();
    let annotation = found.last(Annotation::FIELD).map(span);
    let spans = Spans { text: span(value), annotation, end: offset(row) + row.len() - 1 };
    let source = fields.source.as_ref().and_then(|name| serde_json::from_str(found.last(name)?).ok());
    Ok(Found { spans, text, id, source })
}

/// The fields of an object as their JSON: names as they are escaped, values unparsed.
struct Object<'r>(Vec<(&'r str, &'r str)>);

impl<'r> Object<'r> {
    fn last(&self, name: &str) -> Option<&'r str> {
        let is_named = |key: &str| match key.trim_matches('"') {
            plain if !plain.contains('\\') && !name.contains('"') => plain == name,
            _ => serde_json::from_str::<Cow<'_, str>>(key).is_ok_and(|key| key == name),
        };
        self.0.iter().rev().find(|(key, _)| is_named(key)).map(|&(_, value)| value)
    }
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some((key, value)) = map.next_entry::<&RawValue, &RawValue>()? {
                    pairs.push((key.get(), value.get()));
                }
                Ok(Object(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

/// In the words of [`Error::decode`], but for the line, which the row's place has, and the hint: JSON is UTF-8.
fn not_utf8(bytes: &[u8], error: std::str::Utf8Error) -> Error {
    let at = error.valid_up_to();
    let byte = bytes.get(at).copied().unwrap_or_default();
    Error::invalid(format!("byte 0x{byte:02X} at offset {at} of the line is not UTF-8"))
}

fn syntax(error: &serde_json::Error) -> Error {
    let what = error.to_string();
    let what = what.rsplit_once(" at line ").map_or(&*what, |(what, _)| what);
    Error::invalid(format!("not JSON at column {}: {what}", error.column()))
}

fn not_text(name: &str, value: &str, error: &serde_json::Error) -> Error {
    let found = match value.as_bytes().first() {
        Some(b'"') => {
            let what = error.to_string();
            let what = what.rsplit_once(" at line ").map_or(&*what, |(what, _)| what);
            return Error::invalid(format!("field {name:?} holds no text: {what}"));
        }
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b't' | b'f') => "true or false",
        Some(b'n') => "null",
        _ => "a number",
    };
    Error::invalid(format!("field {name:?} is {found}, not a string"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Basis, Kind, Label, Plan, Verdict};
    use crate::text::Lines;

    fn fields() -> Fields {
        Fields { text: "text".to_owned(), id: "id".to_owned(), source: Some("url".to_owned()) }
    }

    #[track_caller]
    fn replaced(row: &str, text: &str, cleaned: &str, expected: &str) {
        let parsed = Row::parse(row.as_bytes().to_vec(), &fields()).unwrap();
        assert_eq!(parsed.text(), text);
        let mut out = Vec::new();
        parsed.write(cleaned, None, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        let mut out = Vec::new();
        parsed.write(text, None, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), row);
    }

    #[test]
    fn only_the_text_changes() {
        replaced("{\"text\":\"a\"}", "a", "b", "{\"text\":\"b\"}");
        replaced(
            " { \"n\" : 1e400, \"n\":12345678901234567890.10 ,\"\\ud800\":\"\\u0041\",\"text\" : \"\\u00e4\\/\\n\" } \r\n",
            "ä/\n",
            "ä\"\u{1}\n",
            " { \"n\" : 1e400, \"n\":12345678901234567890.10 ,\"\\ud800\":\"\\u0041\",\"text\" : \"ä\\\"\\u0001\\n\" } \r\n",
        );
        replaced("\u{feff}{\"te\\u0078t\":\"a\"}", "a", "", "\u{feff}{\"te\\u0078t\":\"\"}");
        replaced("{\"text\":\"a\",\"text\":\"b\"}", "b", "c", "{\"text\":\"a\",\"text\":\"c\"}");
        replaced(
            "{\"o\":{\"text\":1},\"text\":\"\\ud83d\\ude00\"}",
            "😀",
            "x",
            "{\"o\":{\"text\":1},\"text\":\"x\"}",
        );
    }

    #[test]
    fn an_annotation_takes_the_place_of_an_earlier_one_or_the_end() {
        let lines = Lines::new("a\n\nbcd\n");
        let chrome = Verdict { label: Label::Chrome(Kind::Nav), score: 0.0, basis: Basis::Score };
        let content = Verdict { label: Label::Content, ..chrome };
        let verdicts = vec![chrome, chrome, content];
        let plan = Plan { verdicts, joins: vec![], threshold: 0.5, guard: None };
        let annotation = Annotation::of(&crate::report::Summary::of(&lines, &plan));
        let json = r#"{"kept":1,"removed":1,"share":0.25,"reasons":{"nav":1}}"#;
        for (row, expected) in [
            ("{\"text\":\"a\" } \n", format!("{{\"text\":\"b\" , \"dechrome\": {json}}} \n")),
            (
                "{\"text\":\"a\",\"dechrome\":0,\"z\":1}",
                format!("{{\"text\":\"b\",\"dechrome\":{json},\"z\":1}}"),
            ),
            ("{\"dechrome\":{},\"text\":\"a\"}", format!("{{\"dechrome\":{json},\"text\":\"b\"}}")),
        ] {
            let mut out = Vec::new();
            Row::parse(row.into(), &fields()).unwrap().write("b", Some(&annotation), &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }

    #[test]
    fn ids_are_strings_or_numbers() {
        let id = |row: &str| Row::parse(row.as_bytes().to_vec(), &fields()).unwrap().take_id();
        assert_eq!(id("{\"text\":\"\",\"id\":\"a\\\"b\"}").as_deref(), Some("a\"b"));
        assert_eq!(id("{\"text\":\"\",\"id\":-12}").as_deref(), Some("-12"));
        assert_eq!(id("{\"text\":\"\",\"id\":null}"), None);
        assert_eq!(id("{\"text\":\"\"}"), None);
    }

    #[test]
    fn a_source_is_a_string() {
        let source = |row: &str| Row::parse(row.as_bytes().to_vec(), &fields()).unwrap().take_source();
        assert_eq!(source("{\"text\":\"\",\"url\":\"http:\\/\\/a.b\"}").as_deref(), Some("http://a.b"));
        assert_eq!(source("{\"text\":\"\",\"url\":3}"), None);
        assert_eq!(source("{\"text\":\"\"}"), None);
    }

    #[test]
    fn what_is_no_row_is_named() {
        let message = |row: &[u8]| Row::parse(row.to_vec(), &fields()).unwrap_err().0.to_string();
        assert_eq!(message(b"[1]"), "not a JSON object");
        assert_eq!(message(b"{\"a\":1}"), "no field \"text\"");
        assert_eq!(message(b"{\"text\":3}"), "field \"text\" is a number, not a string");
        assert_eq!(message(b"{\"text\":null}"), "field \"text\" is null, not a string");
        assert_eq!(message(b"{\"text\":\"a\" x}"), "not JSON at column 13: expected `,` or `}`");
        assert_eq!(message(b"{\"text\":\"a\"} x"), "not JSON at column 14: trailing characters");
        assert_eq!(message(b"{\"text\":\"a\xff\"}"), "byte 0xFF at offset 10 of the line is not UTF-8");
        let surrogate = message(b"{\"text\":\"\\ud800\"}");
        assert!(surrogate.starts_with("field \"text\" holds no text: "), "{surrogate}");
    }
}
