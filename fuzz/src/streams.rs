//! What holds for streams of documents: JSON Lines and WET files.

use dechrome::corpus::{Batches, Document, Entry, Fields, Format, Part, Reading};
use dechrome::text::Encoding;

/// Every row passes through byte for byte, and one with another text is a row with this text and all else as it was.
pub fn jsonl(data: &[u8]) {
    let (text, value) = ("another \"text\"\n", r#""another \"text\"\n""#);
    for document in through(data, Format::Jsonl) {
        assert!(matches!(document.part(), Some(Part::Line(1..))));
        let before = document.bytes(document.text()).unwrap();
        let after = document.bytes(text).unwrap();
        let [before, row] = [&before, &after].map(|row| std::str::from_utf8(row).unwrap());
        // Readers of whole rows would refuse some: numbers beyond all floats, halves of characters in other fields.
        let held = |at: usize| {
            let (head, tail) = (&row[..at], &row[at + value.len()..]);
            let middle = before.strip_prefix(head).and_then(|rest| rest.strip_suffix(tail));
            middle.is_some_and(|middle| {
                serde_json::from_str::<String>(middle).is_ok_and(|old| old == document.text())
            })
        };
        assert!(row.match_indices(value).any(|(at, _)| held(at)), "{before:?} {row:?}");
        assert_eq!(through(&after, Format::Jsonl).iter().map(Document::text).collect::<Vec<_>>(), [text]);
    }
}

/// Every record passes through byte for byte, and one with another text is a record with this text.
pub fn wet(data: &[u8]) {
    for document in through(data, Format::Wet) {
        assert!(matches!(document.part(), Some(Part::Record(_))));
        let bytes = document.bytes("another text\n").unwrap();
        let again = through(&bytes, Format::Wet);
        assert_eq!(again.iter().map(Document::text).collect::<Vec<_>>(), ["another text\n"]);
    }
}

/// The documents of a stream, which is written back whole but for what stands behind an error.
pub(crate) fn through(data: &[u8], format: Format) -> Vec<Document> {
    let fields = Fields { text: "text".to_owned(), id: "id".to_owned(), source: None };
    let reading = Reading { format, encoding: Encoding::Unicode, fields };
    let (mut out, mut documents) = (Vec::new(), Vec::new());
    let ended = Batches::new(data, format).each(&reading, |entry| {
        match entry {
            Entry::Document(document) => {
                out.extend_from_slice(&document.bytes(document.text()).unwrap());
                documents.push(document);
            }
            Entry::Other(bytes) | Entry::Bad(_, bytes) => out.extend(bytes),
        }
        true
    });
    match ended {
        Ok(()) => assert_eq!(out, data),
        Err(_) => assert!(data.starts_with(&out)),
    }
    documents
}
