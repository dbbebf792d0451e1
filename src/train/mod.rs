//! Labelled pages to a [`Model`]; the same pages always give the same model.

mod align;
mod breaking;
mod convention;
mod copy;
pub mod joins;
mod linear;
mod logistic;
mod network;
mod random;
pub mod rows;
mod sample;
mod shipped;
pub mod tune;
mod ways;

use std::borrow::Cow;

use rayon::prelude::*;

use crate::features::context::{self, CommonWords, First};
use crate::features::own_names;
use crate::model::linear::Linear;
use crate::model::network::CUT;
use crate::model::{HEADER_BITS, Model, WORD_BITS};
use linear::{Fitted, Task};
use network::Rows;
use random::Random;
use rows::{RENDERINGS, Row};
use sample::Sample;

/// Parts of the sites; first scores of a part come from models that have not seen it.
const PARTS: u8 = 3;
/// A word bucket is common above this share of all words.
const COMMON: f64 = 0.0012;
/// Rows above and below a header that it is held to announce.
const ANNOUNCED: usize = 8;
const EPOCHS: usize = 4;
/// The same for the networks that teach the last one.
const TEACHING: usize = 3;
/// Longest line, in characters, that may be learnt as a header.
const HEADER_CHARS: f32 = 100.0;

/// Fits a model to labelled pages.
///
/// `progress` is told what is being done, for the user's eyes.
pub fn train(rows: &[Row], mut progress: impl FnMut(&str)) -> Model {
    progress("aligning pages with their main text");
    let samples: Vec<Sample> = rows.par_iter().flat_map_iter(samples).collect();
    let lines: usize = samples.iter().map(|sample| sample.labels.len()).sum();
    progress(&format!("{} pages, {lines} lines; first scores", samples.len()));
    let common = common_words(&samples);
    let firsts = first_scores(&samples);
    progress("inputs of the network");
    let (mut rows, standard) = inputs(&samples, &firsts, &common);
    drop(samples);
    progress("networks that have not seen a part of the sites");
    rows.soften(PARTS, TEACHING);
    progress(&format!("network of {} inputs", rows.width));
    let network = network::fit(&rows, |_| true, standard, EPOCHS, 7);
    let [content, below, above] = firsts.models;
    Model { content, below, above, common: Cow::Owned(common), network }
}

/// All samples of a row: its renderings, changed copies of one of them, for half of the rows one remade as another program
/// would have made it, and its main text by itself.
fn samples(row: &Row) -> Vec<Sample> {
    let chosen = usize::from(row.site_byte(3)) % RENDERINGS.len();
    let seed = u64::from(row.site_byte(4)) << 32 | row.id.bytes().map(u64::from).sum::<u64>();
    let mut samples = Vec::new();
    for rendering in 0..RENDERINGS.len() {
        let Some(sample) = sample::label(row, rendering) else { continue };
        if let Some(text) = row.rendering(rendering).filter(|_| rendering == chosen) {
            samples.extend(copy::changed(&sample, text, seed));
        }
        samples.push(sample);
    }
    if seed % 2 == 0 {
        let text = row.rendering(chosen).map(|text| ways::remade(text, &mut Random::new(!seed)));
        samples.extend(text.and_then(|text| sample::label_text(row, &text)));
    }
    samples.extend(sample::main_alone(row));
    samples
}

/// Which lines of a row's rendering are content by its main text: line index, words, and whether they are.
///
/// Empty where the row has no such rendering or no main text that stands in it.
pub fn labelled_lines(row: &Row, rendering: usize) -> Vec<(usize, usize, bool)> {
    sample::content_lines(row, rendering).unwrap_or_default()
}

fn common_words(samples: &[Sample]) -> Vec<u8> {
    let mut counts = vec![0u64; CommonWords::BUCKETS];
    for page in samples.iter().map(|sample| &sample.page) {
        for hash in (0..page.rows().len()).flat_map(|row| page.words(row)) {
            counts[CommonWords::bucket(*hash)] += 1;
        }
    }
    let total: u64 = counts.iter().sum();
    let mut bits = vec![0u8; CommonWords::BUCKETS / 8];
    for (bucket, count) in counts.into_iter().enumerate() {
        if count as f64 > COMMON * total as f64 {
            bits[bucket / 8] |= 1 << (bucket % 8);
        }
    }
    bits
}

/// First scores of all rows of all samples, from models that have not seen the sample's site; and the mean models.
struct Firsts {
    models: [Linear; 3],
    /// One list a sample for each of content, below, above.
    scores: [Vec<Vec<f32>>; 3],
}

fn first_scores(samples: &[Sample]) -> Firsts {
    let labels: Vec<Vec<f32>> = samples.iter().map(|s| s.labels.clone()).collect();
    let weights: Vec<Vec<f32>> = samples.iter().map(|s| s.weights.clone()).collect();
    let all: Vec<usize> = (0..own_names().count()).collect();
    let header: Vec<usize> = own_names()
        .enumerate()
        .filter(|(_, n)| matches!(*n, "log_chars" | "bullet"))
        .map(|(k, _)| k)
        .collect();
    let (below, above): (Vec<_>, Vec<_>) = samples.iter().map(announced).unzip();
    let header_weights: Vec<Vec<f32>> = samples.iter().map(header_weights).collect();
    let task =
        |targets, weights, features, bits, epochs| Task { samples, targets, weights, features, bits, epochs };
    let tasks = [
        task(&labels, &weights, all.as_slice(), WORD_BITS, 3),
        task(&below, &header_weights, header.as_slice(), HEADER_BITS, 3),
        task(&above, &header_weights, header.as_slice(), HEADER_BITS, 3),
    ];
    let fits: Vec<(usize, u8)> =
        (0..tasks.len()).flat_map(|task| (0..PARTS).map(move |part| (task, part))).collect();
    let fitted: Vec<Fitted> = fits
        .par_iter()
        .map(|&(task, part)| tasks[task].fit(u64::from(part), |sample| sample.site % PARTS != part))
        .collect();
    let of_task = |task: usize| {
        let models = &fitted[task * usize::from(PARTS)..(task + 1) * usize::from(PARTS)];
        let rounded: Vec<Linear> = models.iter().map(Fitted::rounded).collect();
        let scores =
            samples.par_iter().map(|s| rounded[usize::from(s.site % PARTS)].scores(&s.page)).collect();
        (Fitted::mean(models).rounded(), scores)
    };
    let [content, below, above] = [of_task(0), of_task(1), of_task(2)];
    Firsts { models: [content.0, below.0, above.0], scores: [content.1, below.1, above.1] }
}

/// For each row the share of content, by log length, among the rows below it and among those above it.
fn announced(sample: &Sample) -> (Vec<f32>, Vec<f32>) {
    let sizes: Vec<f32> = sample.page.rows().iter().map(|row| (row.tokens as f32).ln_1p()).collect();
    let share = |rows: std::ops::Range<usize>| {
        let all: f32 = sizes[rows.clone()].iter().sum();
        let content: f32 = rows.map(|row| sizes[row] * sample.labels[row]).sum();
        content / all.max(1e-6)
    };
    let count = sizes.len();
    let below = (0..count).map(|row| share((row + 1).min(count)..(row + 1 + ANNOUNCED).min(count))).collect();
    let above = (0..count).map(|row| share(row.saturating_sub(ANNOUNCED)..row)).collect();
    (below, above)
}

/// Short lines count, each page as the root of its length; pages without usable labels do not.
fn header_weights(sample: &Sample) -> Vec<f32> {
    let usable = sample.weights.iter().any(|&weight| weight > 0.0);
    let weight = f32::from(usable) / (sample.labels.len() as f32).sqrt();
    let edge = HEADER_CHARS.ln_1p() / 6.0;
    let short = |row| if sample.page.own(row)[0] < edge { weight } else { 0.0 };
    (0..sample.labels.len()).map(short).collect()
}

/// Standardised inputs of all rows that count, with the mean and the inverse deviation of each input.
fn inputs(samples: &[Sample], firsts: &Firsts, common: &[u8]) -> (Rows, (Vec<f32>, Vec<f32>)) {
    let width = context::width();
    let of_sample = |index: usize, out: &mut Vec<f32>| {
        let [content, below, above] = [0, 1, 2].map(|k| firsts.scores[k][index].as_slice());
        context::fill(&samples[index].page, First { content, below, above }, CommonWords(common), width, out);
    };
    let (mean, inverse) = moments(samples, width, &of_sample);
    let counts: Vec<usize> = samples.iter().map(|s| s.weights.iter().filter(|w| **w > 0.0).count()).collect();
    let mut rows = Rows {
        width,
        inputs: vec![0.0; counts.iter().sum::<usize>() * width],
        labels: vec![],
        weights: vec![],
        parts: vec![],
    };
    let mut rest = rows.inputs.as_mut_slice();
    let mut places = Vec::with_capacity(samples.len());
    for (index, count) in counts.iter().enumerate() {
        let (place, behind) = rest.split_at_mut(count * width);
        places.push((index, place));
        rest = behind;
        let counted = samples[index].weights.iter().zip(&samples[index].labels).filter(|(w, _)| **w > 0.0);
        counted.for_each(|(&weight, &label)| {
            rows.weights.push(weight);
            rows.labels.push(label);
            rows.parts.push(samples[index].site % PARTS);
        });
    }
    places.into_par_iter().for_each_init(Vec::new, |buffer, (index, place)| {
        of_sample(index, buffer);
        let counted = buffer.chunks_exact(width).zip(&samples[index].weights).filter(|(_, w)| **w > 0.0);
        for ((inputs, _), place) in counted.zip(place.chunks_exact_mut(width)) {
            for (k, (value, input)) in place.iter_mut().zip(inputs).enumerate() {
                *value = ((input - mean[k]) * inverse[k]).clamp(-CUT, CUT);
            }
        }
    });
    (rows, (mean, inverse))
}

/// Mean and inverse deviation of each input over every seventh sample.
fn moments(
    samples: &[Sample],
    width: usize,
    fill: &(impl Fn(usize, &mut Vec<f32>) + Sync),
) -> (Vec<f32>, Vec<f32>) {
    let mut buffer = Vec::new();
    let (mut sums, mut squares, mut count) = (vec![0f64; width], vec![0f64; width], 0f64);
    for index in (0..samples.len()).step_by(7) {
        fill(index, &mut buffer);
        for row in buffer.chunks_exact(width) {
            count += 1.0;
            for (k, &value) in row.iter().enumerate() {
                sums[k] += f64::from(value);
                squares[k] += f64::from(value) * f64::from(value);
            }
        }
    }
    let count = count.max(1.0);
    let mean: Vec<f32> = sums.iter().map(|sum| (sum / count) as f32).collect();
    let deviation = |(square, sum): (&f64, &f64)| (square / count - (sum / count).powi(2)).max(0.0).sqrt();
    let inverse =
        squares.iter().zip(&sums).map(|moments| (1.0 / (deviation(moments) + 1e-3)) as f32).collect();
    (mean, inverse)
}
