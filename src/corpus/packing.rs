//! Compressed streams, in and out: gzip of any number of members, and zstd.

use std::fmt;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;

const BLOCK: usize = 1 << 16;

/// How a stream is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Packing {
    /// Not at all.
    #[default]
    Plain,
    /// gzip, as in `.gz`.
    Gzip,
    /// zstd, as in `.zst`.
    Zstd,
}

impl Packing {
    /// What the extension of a path stands for.
    pub fn of(path: &Path) -> Self {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some(found) if found.eq_ignore_ascii_case("gz") => Packing::Gzip,
            Some(found) if found.eq_ignore_ascii_case("zst") => Packing::Zstd,
            _ => Packing::Plain,
        }
    }

    /// What the first bytes of a stream stand for. No text begins with either mark.
    pub fn by_mark(bytes: &[u8]) -> Self {
        match bytes {
            [0x1f, 0x8b, ..] => Packing::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing::Zstd,
            _ => Packing::Plain,
        }
    }

    /// The content of a stream. Data that is cut off or corrupt is an error that names the offset in the compressed
    /// stream up to which it was read.
    ///
    /// # Errors
    /// If a decoder cannot be set up.
    pub fn unpack<'r>(self, source: impl BufRead + Send + 'r) -> io::Result<Box<dyn BufRead + Send + 'r>> {
        let source = Counted { source, offset: 0 };
        Ok(match self {
            Packing::Plain => Box::new(source),
            Packing::Gzip => {
                let decoder = Unpacked { decoder: MultiGzDecoder::new(source), packing: self };
                Box::new(BufReader::with_capacity(BLOCK, decoder))
            }
            Packing::Zstd => {
                let decoder = zstd::Decoder::with_buffer(source)?;
                Box::new(BufReader::with_capacity(BLOCK, Unpacked { decoder, packing: self }))
            }
        })
    }
}

impl fmt::Display for Packing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Packing::Plain => "plain",
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
        })
    }
}

/// Knows how much of it was consumed.
struct Counted<R> {
    source: R,
    offset: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.offset += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.source.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.offset += amount as u64;
        self.source.consume(amount);
    }
}

/// A decoder that knows its compressed stream.
trait Decoder: Read {
    fn offset(&self) -> u64;
}

impl<R: BufRead> Decoder for MultiGzDecoder<Counted<R>> {
    fn offset(&self) -> u64 {
        self.get_ref().offset
    }
}

impl<R: BufRead> Decoder for zstd::Decoder<'_, Counted<R>> {
    fn offset(&self) -> u64 {
        self.get_ref().offset
    }
}

/// Names the offset where decoding fails.
struct Unpacked<D> {
    decoder: D,
    packing: Packing,
}

impl<D: Decoder> Read for Unpacked<D> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.decoder.read(buffer).map_err(|error| {
            let (packing, offset) = (self.packing, self.decoder.offset());
            let what = match error.kind() {
                ErrorKind::Interrupted => return error,
                ErrorKind::UnexpectedEof => format!("the {packing} data ends too early, at offset {offset}"),
                ErrorKind::InvalidInput | ErrorKind::InvalidData | ErrorKind::Other => {
                    format!("the {packing} data is corrupt before offset {offset}: {error}")
                }
                _ => return error, // of the source itself
            };
            io::Error::new(ErrorKind::InvalidData, what)
        })
    }
}

/// Writes a stream compressed.
///
/// The stream is whole only after [`Packer::finish`].
pub struct Packer<W: Write>(Form<W>);

enum Form<W: Write> {
    Plain(W),
    /// Between two members of gzip, or before the first.
    Between(W, Before),
    Member(Box<GzEncoder<W>>),
    Zstd(zstd::Encoder<'static, W>),
    /// A member could not be closed.
    Lost,
}

/// What was written before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Members,
}

impl<W: Write> fmt::Debug for Packer<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Form::Plain(_) => "Packer(plain)",
            Form::Between(..) | Form::Member(_) => "Packer(gzip)",
            Form::Zstd(_) => "Packer(zstd)",
            Form::Lost => "Packer(lost)",
        })
    }
}

impl<W: Write> Packer<W> {
    /// Begins a stream.
    ///
    /// # Errors
    /// If an encoder cannot be set up.
    pub fn new(packing: Packing, out: W) -> io::Result<Self> {
        Ok(Packer(match packing {
            Packing::Plain => Form::Plain(out),
            Packing::Gzip => Form::Between(out, Before::Nothing),
            Packing::Zstd => {
                let mut encoder = zstd::Encoder::new(out, zstd::DEFAULT_COMPRESSION_LEVEL)?;
                encoder.include_checksum(true)?;
                Form::Zstd(encoder)
            }
        }))
    }

    /// Ends a part that is to be read by itself: with gzip, what follows begins a new member.
    ///
    /// # Errors
    /// If the write fails; nothing can be written after it.
    pub fn part(&mut self) -> io::Result<()> {
        self.0 = match std::mem::replace(&mut self.0, Form::Lost) {
            Form::Member(encoder) => Form::Between(encoder.finish()?, Before::Members),
            form => form,
        };
        Ok(())
    }

    /// Ends the stream.
    ///
    /// # Errors
    /// If the write fails.
    pub fn finish(self) -> io::Result<W> {
        match self.0 {
            Form::Plain(out) | Form::Between(out, Before::Members) => Ok(out),
            Form::Between(out, Before::Nothing) => member(out).finish(), // nothing at all would be no gzip
            Form::Member(encoder) => encoder.finish(),
            Form::Zstd(encoder) => encoder.finish(),
            Form::Lost => Err(lost()),
        }
    }
}

impl<W: Write> Write for Packer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if matches!(self.0, Form::Between(..)) && !bytes.is_empty() {
            self.0 = match std::mem::replace(&mut self.0, Form::Lost) {
                Form::Between(out, _) => Form::Member(Box::new(member(out))),
                form => form,
            };
        }
        match &mut self.0 {
            Form::Plain(out) | Form::Between(out, _) => out.write(bytes),
            Form::Member(encoder) => encoder.write(bytes),
            Form::Zstd(encoder) => encoder.write(bytes),
            Form::Lost => Err(lost()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Form::Plain(out) | Form::Between(out, _) => out.flush(),
            Form::Member(encoder) => encoder.flush(),
            Form::Zstd(encoder) => encoder.flush(),
            Form::Lost => Err(lost()),
        }
    }
}

fn member<W: Write>(out: W) -> GzEncoder<W> {
    GzEncoder::new(out, Compression::default())
}

fn lost() -> io::Error {
    io::Error::other("an earlier write failed")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(packing: Packing, parts: &[&[u8]]) -> Vec<u8> {
        let mut packer = Packer::new(packing, Vec::new()).unwrap();
        for part in parts {
            packer.write_all(part).unwrap();
            packer.part().unwrap();
        }
        packer.finish().unwrap()
    }

    fn unpacked(packing: Packing, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        packing.unpack(bytes)?.read_to_end(&mut content).map(|_| content)
    }

    #[test]
    fn what_is_packed_comes_back() {
        let long = b"line after line\n".repeat(20_000);
        for packing in [Packing::Plain, Packing::Gzip, Packing::Zstd] {
            let cases: [&[&[u8]]; 5] = [&[], &[b""], &[b"one"], &[b"one", b"", b"two"], &[&long, b"end"]];
            for parts in cases {
                let bytes = packed(packing, parts);
                assert_eq!(unpacked(packing, &bytes).unwrap(), parts.concat(), "{packing}");
                if !bytes.is_empty() && packing != Packing::Plain {
                    assert_eq!(Packing::by_mark(&bytes), packing);
                }
                let twice = [&bytes[..], &bytes].concat();
                assert_eq!(unpacked(packing, &twice).unwrap(), parts.concat().repeat(2), "{packing}");
            }
        }
    }

    #[test]
    fn each_part_is_a_member_by_itself() {
        let [one, two] = [&b"one"[..], b"two"].map(|part| packed(Packing::Gzip, &[part]));
        assert_eq!(packed(Packing::Gzip, &[b"one", b"", b"two"]), [one, two].concat());
    }

    #[test]
    fn what_is_cut_off_or_corrupt_is_named_with_its_offset() {
        let text: Vec<u8> = (0..5000_u32).flat_map(|i| (i * i).to_string().into_bytes()).collect();
        for packing in [Packing::Gzip, Packing::Zstd] {
            let bytes = packed(packing, &[&text]);
            for cut in [5, bytes.len() / 2, bytes.len() - 1] {
                let message = unpacked(packing, &bytes[..cut]).unwrap_err().to_string();
                assert_eq!(message, format!("the {packing} data ends too early, at offset {cut}"));
            }
            let mut bad = bytes.clone();
            bad[bytes.len() / 2] ^= 0xff;
            let message = unpacked(packing, &bad).unwrap_err().to_string();
            assert!(
                message.starts_with(&format!("the {packing} data is corrupt before offset ")),
                "{message}"
            );
        }
    }

    #[test]
    fn a_packing_is_told_by_its_extension() {
        let of = |name: &str| Packing::of(Path::new(name));
        assert_eq!(
            ["a.GZ", "a.jsonl.zst", "gz", "a.txt"].map(of),
            [Packing::Gzip, Packing::Zstd, Packing::Plain, Packing::Plain]
        );
    }
}
