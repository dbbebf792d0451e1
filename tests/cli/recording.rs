//! docs/review.svg: what stands on a terminal while somebody looks at a diff and reviews it, frame by frame, as the program
//! under test shows it. `RENEW=1` draws it anew, so that the recording cannot differ from the program.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use vt100::{Cell, Color, Screen};

use crate::bench::{Bench, PAGE};
use crate::terminal::{Terminal, is_missing};

const ROWS: u16 = 20;
const COLUMNS: u16 = 98;
/// Size of a cell and of what stands around all of them, in pixels.
const CELL: (f32, f32) = (8.4, 18.0);
const EDGE: f32 = 14.0;
const BAR: f32 = 34.0;
/// How long a frame is shown.
const SECONDS: f32 = 3.5;

/// The colours of a dark terminal: those of the program's palette are red, green and cyan.
const PAPER: &str = "#16181d";
const INK: &str = "#d8dae0";
const PALETTE: [&str; 8] =
    ["#3a3f4b", "#f2777a", "#8fd18a", "#e6c07b", "#7aa7f7", "#c99bf0", "#6fc9d4", "#d8dae0"];

/// A screen, with what was typed to come to it.
struct Frame {
    title: String,
    screen: Screen,
}

/// How a run of cells looks.
#[derive(PartialEq)]
struct Look {
    ink: &'static str,
    paper: Option<&'static str>,
    weight: &'static str,
}

fn colour(colour: Color, default: &'static str) -> &'static str {
    match colour {
        Color::Idx(index) => PALETTE[usize::from(index % 8)],
        _ => default,
    }
}

fn look(cell: &Cell) -> Look {
    let ink = colour(cell.fgcolor(), INK);
    let weight = match () {
        () if cell.bold() => " class=\"b\"",
        () if cell.dim() => " class=\"d\"",
        () => "",
    };
    match cell.inverse() {
        true => Look { ink: PAPER, paper: Some(ink), weight },
        false => Look { ink, paper: None, weight },
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A row as texts of one look each, every one as wide as its cells, whatever the reader's font is.
fn row(screen: &Screen, row: u16, svg: &mut String) {
    let cells: Vec<&Cell> = (0..COLUMNS).filter_map(|column| screen.cell(row, column)).collect();
    let used = cells.iter().rposition(|cell| cell.has_contents()).map_or(0, |last| last + 1);
    let top = BAR + EDGE + f32::from(row) * CELL.1;
    let mut column = 0;
    for run in cells[..used].chunk_by(|a, b| look(a) == look(b)) {
        let text: String =
            run.iter().map(|cell| if cell.has_contents() { cell.contents() } else { " " }).collect();
        let (left, width) = (EDGE + column as f32 * CELL.0, run.len() as f32 * CELL.0);
        column += run.len();
        let Look { ink, paper, weight } = look(run[0]);
        if let Some(paper) = paper {
            writeln!(
                svg,
                "<rect x=\"{left:.1}\" y=\"{top}\" width=\"{width:.1}\" height=\"{}\" fill=\"{paper}\"/>",
                CELL.1
            )
            .unwrap();
        }
        if text.trim().is_empty() {
            continue;
        }
        let (base, ink) = (top + 13.5, if ink == INK { String::new() } else { format!(" fill=\"{ink}\"") });
        writeln!(
            svg,
            "<text x=\"{left:.1}\" y=\"{base}\" textLength=\"{width:.1}\"{ink}{weight}>{}</text>",
            escaped(&text)
        )
        .unwrap();
    }
}

fn draw(frames: &[Frame]) -> String {
    let (width, height) =
        (2.0 * EDGE + f32::from(COLUMNS) * CELL.0, BAR + 2.0 * EDGE + f32::from(ROWS) * CELL.1);
    let all = frames.len() as f32 * SECONDS;
    let share = 100.0 / frames.len() as f32;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" fill=\"{INK}\">\n\
         <title>dechrome diff and dechrome clean --review in a terminal</title>\n<style>\n\
         text {{ font: 13.6px ui-monospace, \"SF Mono\", Menlo, Consolas, \"DejaVu Sans Mono\", monospace; white-space: pre; }}\n\
         .b {{ font-weight: bold; }}\n.d {{ opacity: .62; }}\n\
         .f + .f {{ visibility: hidden; }}\n.f {{ animation: show {all}s step-end infinite; }}\n\
         @keyframes show {{ 0% {{ visibility: visible; }} {share:.3}%, 100% {{ visibility: hidden; }} }}\n\
         @media (prefers-reduced-motion: reduce) {{ .f {{ animation: none; }} }}\n</style>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"9\" fill=\"{PAPER}\"/>\n"
    );
    for (index, frame) in frames.iter().enumerate() {
        let delay = index as f32 * SECONDS;
        writeln!(svg, "<g class=\"f\" style=\"animation-delay: {delay}s\">").unwrap();
        writeln!(svg, "<text x=\"{EDGE}\" y=\"22\" class=\"d\">{}</text>", escaped(&frame.title)).unwrap();
        (0..ROWS).for_each(|line| row(&frame.screen, line, &mut svg));
        svg.push_str("</g>\n");
    }
    svg + "</svg>\n"
}

/// A review of the page, some of it accepted, some rejected; before it what would change, after it what did.
fn frames() -> Vec<Frame> {
    let bench = Bench::with("page.txt", PAGE);
    let mut frames = Vec::new();
    let diff = "diff --style inline --context 1 page.txt";
    let screen = Terminal::start(&bench.command(diff), ROWS, COLUMNS).end().cells;
    frames.push(Frame { title: format!("$ dechrome {diff}"), screen });

    let review = "clean -i --review page.txt";
    let program = env!("CARGO_BIN_EXE_dechrome");
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("'{program}' {review}; echo '$ cat page.txt'; cat page.txt"));
    shell.current_dir(bench.path(".")).env_remove("NO_COLOR").env_remove("CI");
    let mut terminal = Terminal::start(&shell, ROWS, COLUMNS);
    let mut title = format!("$ dechrome {review}");
    for (change, key, does) in
        [(1, "a", "accept"), (2, "a", "accept"), (3, "r", "reject"), (4, "A", "accept all")]
    {
        terminal.until(&format!("change {change} of "));
        frames.push(Frame { title, screen: terminal.screen().clone() });
        terminal.send(key);
        title = format!("key {key}: {does}");
    }
    frames.push(Frame { title, screen: terminal.end().cells });
    frames
}

#[test]
fn the_recording_is_what_the_program_shows() {
    if is_missing() {
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/review.svg");
    let svg = draw(&frames());
    if std::env::var_os("RENEW").is_some() {
        fs::write(&path, &svg).unwrap();
    }
    let recorded = fs::read_to_string(&path).unwrap_or_default();
    assert!(recorded == svg, "`.ci/renew` writes docs/review.svg: look at what changed");
    assert!(svg.len() < 100_000 && !svg.contains("<script") && !svg.contains("href"), "{}", svg.len());
}
