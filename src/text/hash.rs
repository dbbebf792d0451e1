//! A fast hash of short texts, and tables whose keys are hashes already.

use std::hash::{BuildHasherDefault, Hasher};

const FACTOR: u64 = 0x517c_c1b7_2722_0a95;

/// The hash of some bytes, eight a step (FxHash). Texts whose bytes differ share one by accident only.
pub(crate) fn of(bytes: &[u8]) -> u64 {
    let (eights, rest) = bytes.as_chunks();
    let rest = rest.iter().rev().fold(0, |eight, &byte| eight << 8 | u64::from(byte));
    let step = |hash: u64, eight: u64| (hash.rotate_left(5) ^ eight).wrapping_mul(FACTOR);
    let all = eights.iter().fold(0, |hash, eight| step(hash, u64::from_le_bytes(*eight)));
    let hash = step(step(all, rest), bytes.len() as u64);
    hash ^ (hash >> 29)
}

/// Builds the hashers of tables whose keys are hashes.
pub(crate) type Hashed = BuildHasherDefault<Ready>;

/// The hasher of such a table.
#[derive(Debug, Default)]
pub(crate) struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = of(bytes);
    }

    fn write_u32(&mut self, key: u32) {
        self.0 = u64::from(key).wrapping_mul(FACTOR);
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_differ_anywhere_differ_in_their_hash() {
        let mut seen = std::collections::HashSet::new();
        for length in 0..40 {
            for at in 0..length.max(1) {
                let mut text = vec![b'a'; length];
                text.iter_mut().skip(at).take(1).for_each(|byte| *byte = b'b');
                assert!(seen.insert(of(&text)), "{length} {at}");
            }
        }
        assert_ne!(of(b"a"), of(b"a\0"));
    }
}
