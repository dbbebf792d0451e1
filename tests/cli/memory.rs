//! Memory does not grow with a document.

use std::fs;
use std::io::Write;
use std::process::{Child, Stdio};

use crate::bench::Bench;

/// The most memory that a process has held, in bytes.
fn peak(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let row = status.lines().find_map(|row| row.strip_prefix("VmHWM:")).unwrap();
    row.trim().strip_suffix(" kB").unwrap().parse::<u64>().unwrap() << 10
}

/// The peaks after the first and after the second part of a document of two, of so many paragraphs each. What is written
/// to the program waits until it is read, but for a pipe's worth.
fn peaks(args: &str, paragraphs: usize) -> [u64; 2] {
    let mut command = Bench::new().command(args);
    command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let peaks = [0, paragraphs].map(|from| {
        for number in from..from + paragraphs {
            let text = format!(
                "Ferry {number} lay in the harbour below the mill, and the miller, who had seen {} ferries,\nknew nobody \
                 on board.\n\n",
                number * 7
            );
            stdin.write_all(text.as_bytes()).unwrap();
        }
        stdin.flush().unwrap();
        peak(&child)
    });
    drop(stdin);
    assert!(child.wait().unwrap().success());
    peaks
}

#[test]
fn a_document_is_copied_in_little_memory_whatever_its_size() {
    let [half, whole] = peaks("clean --no-drop --no-merge", 200_000); // 44 MB in all
    assert!(whole < 24 << 20, "{whole} bytes for 44 MB of text");
    assert!(whole - half < 2 << 20, "{half} bytes at half, {whole} at the end");
}

#[test]
fn a_document_is_judged_in_little_memory_whatever_its_size() {
    let [half, whole] = peaks("clean", 8_000); // three windows in each half
    assert!(whole < 64 << 20, "{whole} bytes");
    assert!(whole - half < 4 << 20, "{half} bytes at half, {whole} at the end");
}
