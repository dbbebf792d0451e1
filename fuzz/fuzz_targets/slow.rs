//! Runs the law of the same name on any bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dechrome_fuzz::slow(data));
