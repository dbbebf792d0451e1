//! Disks without room and folders that may not be written: whatever verb was to write, every file is as it was before.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use dechrome::corpus::{Packer, Packing};

use crate::bench::{Bench, PAGE, Ran};

/// What writes files. Each is larger than the program's buffers.
const WRITERS: [&str; 14] = [
    "clean -i a.txt",
    "clean --in-place=.bak a.txt",
    "clean -i a.txt.gz --format text",
    "clean -i a.txt.zst --format text",
    "clean -o out a.txt",
    "clean -o out/new a.txt",
    "clean a.txt --removed new",
    "clean a.txt --report new",
    "learn a.txt -o new",
    "golden accept one",
    "golden add a.txt --name two",
    "golden add a.txt --name three --dir other",
    "eval corpus.jsonl --set a --floors floors.json --pin",
    "train -q corpus.jsonl -o new",
];

/// A document in `n` different forms.
fn big(n: usize) -> String {
    format!("Number {n} of many ferries.\n\n") + &PAGE.repeat(40)
}

fn packed(text: &str, packing: Packing) -> Vec<u8> {
    use std::io::Write;
    // Letters that no packing makes much smaller, or it would fit where nothing else does.
    let mut state = 1_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'a' + (state >> 24) as u8 % 26)
    };
    let noise: String = (0..20_000).map(|_| noise()).collect();
    let mut packer = Packer::new(packing, Vec::new()).unwrap();
    packer.write_all(format!("{text}\n{noise}\n").as_bytes()).unwrap();
    packer.finish().unwrap()
}

/// What all writers read, and what they would replace.
fn prepare(folder: &Path) {
    let old = big(1);
    let row = serde_json::json!({"id": "a", "url": "http://a.example/", "text": old, "silver": "The ferry."});
    for (name, content) in [
        ("a.txt", old.clone().into_bytes()),
        ("a.txt.gz", packed(&old, Packing::Gzip)),
        ("a.txt.zst", packed(&old, Packing::Zstd)),
        ("corpus.jsonl", format!("{row}\n").into_bytes()),
        ("floors.json", b"{}".to_vec()),
        ("new", b"old".to_vec()),
        ("out/a.txt", b"old".to_vec()),
        ("golden/one/case.toml", b"why = \"w\"\n".to_vec()),
        ("golden/one/input.txt", old.clone().into_bytes()),
        ("golden/one/expected.txt", b"old".to_vec()),
    ] {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

/// Everything in a folder but empty folders.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(contents(&path));
        } else {
            all.insert(path.clone(), fs::read(path).unwrap());
        }
    }
    all
}

/// Runs the program with no file allowed to grow beyond some blocks of 512 bytes.
fn limited(bench: &Bench, blocks: usize, args: &str) -> Ran {
    let program = env!("CARGO_BIN_EXE_dechrome");
    let mut shell = Command::new("sh");
    // Ignored, the signal leaves the write to fail, as on a full disk.
    shell.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec {program} {args}")]);
    shell.current_dir(bench.path("")).env_remove("CI").stdin(Stdio::null()).output().unwrap().into()
}

/// Whatever write is the first to fail: the files are the old ones, or all are the new ones.
#[test]
fn a_disk_that_fills_up_at_any_point_leaves_the_old_files() {
    for args in WRITERS {
        let mut failures = 0;
        for blocks in (0..).map(|step: usize| step * step) {
            let bench = Bench::new();
            prepare(&bench.path(""));
            let before = contents(&bench.path(""));
            let ran = limited(&bench, blocks, args);
            if ran.code == Some(0) {
                break;
            }
            assert_eq!(ran.code, Some(2), "{args}: {}", ran.stderr);
            assert!(ran.stderr.contains("File too large"), "{args}: {}", ran.stderr);
            let after = contents(&bench.path(""));
            assert!(before == after, "{args} with {blocks} blocks: {:?}", after.keys());
            failures += 1;
        }
        assert!(failures > 0, "{args} never failed");
    }
}

/// A small file system of its own, taken away again at the end.
struct Disk<'b>(&'b Bench);

impl<'b> Disk<'b> {
    /// Nothing where it cannot be mounted; says so.
    fn mount(bench: &'b Bench) -> Option<Self> {
        fs::create_dir_all(bench.path("disk")).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=1m", "none"]).arg(bench.path("disk"));
        let mounted = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        if !mounted {
            println!("skipped: only root may mount a small file system");
        }
        mounted.then_some(Disk(bench))
    }

    fn path(&self) -> PathBuf {
        self.0.path("disk")
    }

    /// Leaves no more room than this.
    fn fill(&self, free: usize) {
        use std::io::Write;
        let mut filler = fs::File::create(self.path().join("filler")).unwrap();
        while filler.write_all(&[0; 4096]).is_ok() {}
        let length = filler.metadata().unwrap().len();
        filler.set_len(length - free as u64).unwrap();
    }

    fn make_read_only(&self) {
        let mut mount = Command::new("mount");
        assert!(mount.args(["-o", "remount,ro"]).arg(self.path()).status().unwrap().success());
    }

    fn run(&self, args: &str) -> Ran {
        let mut command = self.0.command(args);
        command.current_dir(self.path()).stdin(Stdio::null()).output().unwrap().into()
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.path()).status();
    }
}

#[test]
fn a_full_file_system_leaves_the_old_files() {
    for args in WRITERS {
        let mut failures = 0;
        for free in (0..).map(|step: usize| step * step * 4096) {
            let bench = Bench::new();
            let Some(disk) = Disk::mount(&bench) else { return };
            prepare(&disk.path());
            disk.fill(free);
            let before = contents(&disk.path());
            let ran = disk.run(args);
            if ran.code == Some(0) {
                break;
            }
            assert_eq!(ran.code, Some(2), "{args}: {}", ran.stderr);
            assert!(ran.stderr.contains("No space left on device"), "{args}: {}", ran.stderr);
            assert!(before == contents(&disk.path()), "{args} with {free} bytes: {}", ran.stderr);
            failures += 1;
        }
        assert!(failures > 0, "{args} never failed");
    }
}

/// Takes from all folders the right to be written.
fn close(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            close(&entry);
        }
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(0o555)).unwrap();
}

fn open(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            open(&entry);
        }
    }
}

#[test]
fn a_folder_that_may_not_be_written_is_named() {
    let bench = Bench::new();
    let refuses = |args: &str, ran: Ran, why: &str| {
        assert_eq!(ran.code, Some(2), "{args}: {}", ran.stderr);
        let (told, lines) = (ran.stderr.contains(why), ran.stderr.lines().count());
        assert!(ran.stderr.starts_with("dechrome: ") && told && lines == 1, "{args}: {}", ran.stderr);
    };
    if !crate::bench::is_root(&bench) {
        prepare(&bench.path(""));
        let before = contents(&bench.path(""));
        close(&bench.path(""));
        let ran = WRITERS.map(|args| (args, bench.run(args)));
        open(&bench.path(""));
        ran.into_iter().for_each(|(args, ran)| refuses(args, ran, "Permission denied (os error 13)"));
        assert!(before == contents(&bench.path("")));
        return;
    }
    let Some(disk) = Disk::mount(&bench) else { return };
    prepare(&disk.path());
    let before = contents(&disk.path());
    disk.make_read_only();
    for args in WRITERS {
        refuses(args, disk.run(args), "Read-only file system (os error 30)");
    }
    assert!(before == contents(&disk.path()));
}
