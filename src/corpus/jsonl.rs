//! One row of JSON Lines: the text field is read and replaced, every other byte stays as it is.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::error::{Error, Result};
use crate::text::{Encoding, Text};

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
    value: Range<usize>,
    text: String,
    id: Option<String>,
    source: Option<String>,
}

impl Row {
    /// Finds the fields of a row.
    ///
    /// # Errors
    /// If the row is not a JSON object with a string as its text. The bytes come back with the error.
    pub(super) fn parse(bytes: Vec<u8>, fields: &Fields) -> Result<Self, (Error, Vec<u8>)> {
        match find(&bytes, fields) {
            Ok(Found { value, text, id, source }) => Ok(Row { bytes, value, text, id, source }),
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

    /// Appends the row with `cleaned` as its text: with minimal escapes if it is another than the row's own.
    pub(super) fn write(&self, cleaned: &str, out: &mut Vec<u8>) {
        if cleaned == self.text {
            out.extend_from_slice(&self.bytes);
            return;
        }
        out.extend_from_slice(&self.bytes[..self.value.start]);
        out.extend_from_slice(serde_json::Value::from(cleaned).to_string().as_bytes());
        out.extend_from_slice(&self.bytes[self.value.end..]);
    }
}

/// The span of the text's JSON value, the text itself, the row's id and its source.
struct Found {
    value: Range<usize>,
    text: String,
    id: Option<String>,
    source: Option<String>,
}

fn find(bytes: &[u8], fields: &Fields) -> Result<Found> {
    let row = match std::str::from_utf8(bytes) {
        Ok(row) => row.strip_prefix('\u{feff}').unwrap_or(row).trim_ascii_end(),
        Err(_) => return Err(not_utf8(bytes)),
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
    // `value` is a slice of `bytes`: the distance of their addresses is its offset.
    let start = value.as_ptr() as usize - bytes.as_ptr() as usize;
    let value = start..start + value.len();
    let source = fields.source.as_ref().and_then(|name| serde_json::from_str(found.last(name)?).ok());
    Ok(Found { value, text, id, source })
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

fn not_utf8(bytes: &[u8]) -> Error {
    match Text::decode(bytes.to_vec(), Encoding::Named(encoding_rs::UTF_8)) {
        Err(error) => error,
        Ok(_) => Error::invalid("not UTF-8"),
    }
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

    fn fields() -> Fields {
        Fields { text: "text".to_owned(), id: "id".to_owned(), source: Some("url".to_owned()) }
    }

    #[track_caller]
    fn replaced(row: &str, text: &str, cleaned: &str, expected: &str) {
        let parsed = Row::parse(row.as_bytes().to_vec(), &fields()).unwrap();
        assert_eq!(parsed.text(), text);
        let mut out = Vec::new();
        parsed.write(cleaned, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        let mut out = Vec::new();
        parsed.write(text, &mut out);
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
        assert_eq!(message(b"{\"text\":\"a\xff\"}"), "byte 0xFF at offset 10 (line 1) is not UTF-8");
        let surrogate = message(b"{\"text\":\"\\ud800\"}");
        assert!(surrogate.starts_with("field \"text\" holds no text: "), "{surrogate}");
    }
}
