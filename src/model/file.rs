//! The model file: one line of JSON that names everything, then tables and weights as bytes.
//!
//! The file is data from anywhere, so every length, name and number is checked. Its sizes are limited. A file that was
//! trained before the program had some feature goes on as it was: what it does not name weighs nothing.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::linear::{Linear, Table};
use super::network::{Layer, Network};
use super::{HIDDEN, Model};
use crate::error::{Error, Result};
use crate::features::OWN;
use crate::features::context::{self, CommonWords};

const FORMAT: &str = "dechrome-model";
const VERSION: u32 = 1;
/// Largest model file that is read, in bytes.
pub(super) const LARGEST: usize = 16 << 20;
/// Bits of the table of words, and of the two tables of headers.
pub const WORD_BITS: usize = 18;
/// See [`WORD_BITS`].
pub const HEADER_BITS: usize = 16;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header<'h> {
    format: Cow<'h, str>,
    version: u32,
    features: Vec<Cow<'h, str>>,
    mean: Vec<f32>,
    inverse_deviation: Vec<f32>,
    content: LinearHeader,
    below: LinearHeader,
    above: LinearHeader,
    layers: [LayerHeader; 3],
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LinearHeader {
    bias: f32,
    scale: f32,
    features: Vec<f32>,
}

/// Weights of a layer follow as bytes, `scales[output]` each.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LayerHeader {
    bias: Vec<f32>,
    scales: Vec<f32>,
}

/// The bytes behind the header, taken from the front.
struct Sections {
    bytes: Cow<'static, [u8]>,
    at: usize,
}

impl Sections {
    fn take(&mut self, length: usize, what: &str) -> Result<Cow<'static, [u8]>> {
        let range = self.at..self.at + length;
        let short = || {
            Error::invalid(format!(
                "model file ends inside {what}: {} bytes, {} needed",
                self.bytes.len(),
                range.end
            ))
        };
        self.at += length;
        match &self.bytes {
            Cow::Borrowed(bytes) => bytes.get(range.clone()).map(Cow::Borrowed).ok_or_else(short),
            Cow::Owned(bytes) => {
                bytes.get(range.clone()).map(|part| Cow::Owned(part.to_vec())).ok_or_else(short)
            }
        }
    }
}

/// Reads a model.
///
/// # Errors
/// If the file is not a model of this version, names a feature that is unknown or not in its place, holds a number that
/// is not finite, or ends early.
#[allow(clippy::needless_pass_by_value)] // owned bytes are dropped as soon as they are read
pub(super) fn read(bytes: Cow<'static, [u8]>) -> Result<Model> {
    if bytes.len() > LARGEST {
        return Err(Error::invalid(format!(
            "model file has {} bytes, at most {LARGEST} are read",
            bytes.len()
        )));
    }
    let end = memchr::memchr(b'\n', &bytes).ok_or_else(|| Error::invalid("model file has no header line"))?;
    let header: Header<'_> =
        serde_json::from_slice(&bytes[..end]).map_err(|e| Error::invalid(format!("model header: {e}")))?;
    let places = places(&header.features)?;
    check(&header, &places)?;
    let Header { mean, inverse_deviation, content, below, above, layers, .. } = header;
    let mut sections = Sections { bytes: bytes.clone(), at: end + 1 };
    let mut linear = |header: LinearHeader, bits: usize, what| -> Result<Linear> {
        let words = Table { weights: sections.take(1 << bits, what)?, scale: header.scale };
        Ok(Linear { features: spread(header.features, &places, OWN, 1), bias: header.bias, words })
    };
    let content = linear(content, WORD_BITS, "the table of words")?;
    let below = linear(below, HEADER_BITS, "the table of headers above")?;
    let above = linear(above, HEADER_BITS, "the table of headers below")?;
    let common = sections.take(CommonWords::BUCKETS / 8, "the common words")?;
    let mut inputs = mean.len();
    let mut layer = |header: &LayerHeader| -> Result<Layer> {
        let outputs = header.bias.len();
        let bytes = sections.take(inputs * outputs, "the network")?;
        inputs = outputs;
        let weight = |(i, &byte): (usize, &u8)| f32::from(byte as i8) * header.scales[i % outputs];
        Ok(Layer { weights: bytes.iter().enumerate().map(weight).collect(), bias: header.bias.clone() })
    };
    let layers = [layer(&layers[0])?, layer(&layers[1])?, layer(&layers[2])?];
    if sections.at != bytes.len() {
        return Err(Error::invalid(format!(
            "model file has {} bytes, {} expected",
            bytes.len(),
            sections.at
        )));
    }
    let network = Network { mean, inverse_deviation, layers };
    Ok(Model { content, below, above, common, network: with_all_inputs(network, &places) })
}

/// Where the features of a file stand among those of this program.
///
/// # Errors
/// If one is unknown, or they are in another order.
fn places(features: &[Cow<'_, str>]) -> Result<Vec<usize>> {
    let names = context::names();
    let mut places = Vec::with_capacity(features.len());
    for name in features {
        let from = places.last().map_or(0, |last| last + 1);
        let Some(ahead) = names[from..].iter().position(|known| known == name) else {
            let known =
                if names.iter().any(|known| known == name) { "twice or out of order" } else { "unknown" };
            return Err(Error::invalid(format!("model has the feature {name:?}, which is {known}")));
        };
        places.push(from + ahead);
    }
    Ok(places)
}

/// A network that takes all inputs of this program: those that it was not trained with weigh nothing.
fn with_all_inputs(mut network: Network, places: &[usize]) -> Network {
    let width = context::width();
    network.mean = spread(network.mean, places, width, 1);
    network.inverse_deviation = spread(network.inverse_deviation, places, width, 1);
    let first = &mut network.layers[0];
    first.weights = spread(std::mem::take(&mut first.weights), places, width, first.bias.len());
    network
}

/// `each` values for each of `count` features, zeros where a file has none.
fn spread(values: Vec<f32>, places: &[usize], count: usize, each: usize) -> Vec<f32> {
    if values.len() == count * each {
        return values;
    }
    let mut all = vec![0.0; count * each];
    for (values, place) in values.chunks_exact(each).zip(places) {
        all[place * each..(place + 1) * each].copy_from_slice(values);
    }
    all
}

fn check(header: &Header<'_>, places: &[usize]) -> Result<()> {
    if header.format != FORMAT || header.version != VERSION {
        let found = format!("{} version {}", header.format, header.version);
        return Err(Error::invalid(format!(
            "model is {found:?}, this program reads {FORMAT:?} version {VERSION}"
        )));
    }
    let all = places.len();
    let own = places.iter().filter(|&&place| place < OWN).count();
    let lengths = [
        ("mean", header.mean.len(), all),
        ("inverse_deviation", header.inverse_deviation.len(), all),
        ("content.features", header.content.features.len(), own),
        ("below.features", header.below.features.len(), own),
        ("above.features", header.above.features.len(), own),
    ];
    let layers = header.layers.iter().zip([HIDDEN[0], HIDDEN[1], 1]);
    let layers = layers.flat_map(|(l, wanted)| {
        [("layers.bias", l.bias.len(), wanted), ("layers.scales", l.scales.len(), wanted)]
    });
    for (what, found, wanted) in lengths.into_iter().chain(layers) {
        if found != wanted {
            return Err(Error::invalid(format!("model has {found} values of {what}, {wanted} needed")));
        }
    }
    check_numbers(header)
}

fn check_numbers(header: &Header<'_>) -> Result<()> {
    let linears = [&header.content, &header.below, &header.above];
    let numbers = [&header.mean, &header.inverse_deviation].into_iter().chain(linears.map(|l| &l.features));
    let numbers = numbers.chain(header.layers.iter().flat_map(|l| [&l.bias, &l.scales])).flatten().copied();
    let numbers = numbers.chain(linears.iter().flat_map(|l| [l.bias, l.scale]));
    match numbers.into_iter().find(|n| !n.is_finite() || n.abs() > 1e6) {
        Some(number) => {
            Err(Error::invalid(format!("model holds the number {number}, between -1e6 and 1e6 needed")))
        }
        None => Ok(()),
    }
}

/// Writes a model, its network rounded to eight bits a weight; the same model always gives the same bytes.
///
/// # Errors
/// If a weight is not finite.
pub(super) fn write(model: &Model) -> Result<Vec<u8>> {
    let names = context::names();
    let layers: Vec<(LayerHeader, Vec<u8>)> = model.network.layers.iter().map(round).collect();
    let linear =
        |l: &Linear| LinearHeader { bias: l.bias, scale: l.words.scale, features: l.features.clone() };
    let mut headers = Vec::new();
    let mut bodies = Vec::new();
    for (header, body) in layers {
        headers.push(header);
        bodies.push(body);
    }
    let layers = headers.try_into().map_err(|_| Error::invalid("a network has three layers"))?;
    let header = Header {
        format: FORMAT.into(),
        version: VERSION,
        features: names.iter().map(|name| Cow::Borrowed(name.as_str())).collect(),
        mean: model.network.mean.clone(),
        inverse_deviation: model.network.inverse_deviation.clone(),
        content: linear(&model.content),
        below: linear(&model.below),
        above: linear(&model.above),
        layers,
    };
    check(&header, &places(&header.features)?)?;
    let mut out = serde_json::to_vec(&header).map_err(|e| Error::invalid(format!("model header: {e}")))?;
    out.push(b'\n');
    for table in [&model.content, &model.below, &model.above] {
        out.extend_from_slice(&table.words.weights);
    }
    out.extend_from_slice(&model.common);
    bodies.iter().for_each(|body| out.extend_from_slice(body));
    Ok(out)
}

/// A layer's weights in eight bits, each output with a scale of its own.
fn round(layer: &Layer) -> (LayerHeader, Vec<u8>) {
    let outputs = layer.bias.len();
    let mut largest = vec![0.0f32; outputs];
    for (i, weight) in layer.weights.iter().enumerate() {
        largest[i % outputs] = largest[i % outputs].max(weight.abs());
    }
    let scales: Vec<f32> = largest.iter().map(|largest| largest.max(1e-9) / 127.0).collect();
    let byte = |(i, weight): (usize, &f32)| (weight / scales[i % outputs]).round() as i8 as u8;
    let bytes = layer.weights.iter().enumerate().map(byte).collect();
    (LayerHeader { bias: layer.bias.clone(), scales }, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::Page;
    use crate::text::Lines;

    /// A model in which each feature of the list weighs nothing, as a file that has it and as one that does not know it.
    fn with_and_without(features: &[usize]) -> [Vec<u8>; 2] {
        let mut model = Model::shipped().clone();
        for &feature in features {
            for linear in [&mut model.content, &mut model.below, &mut model.above] {
                linear.features[feature] = 0.0;
            }
            (model.network.mean[feature], model.network.inverse_deviation[feature]) = (0.0, 0.0);
            model.network.layers[0].weights[feature * HIDDEN[0]..(feature + 1) * HIDDEN[0]].fill(0.0);
        }
        let with = write(&model).unwrap();
        let end = memchr::memchr(b'\n', &with).unwrap();
        let mut header: serde_json::Value = serde_json::from_slice(&with[..end]).unwrap();
        let network = with.len() - HIDDEN[1] - HIDDEN[1] * HIDDEN[0] - context::width() * HIDDEN[0];
        let mut body = with[end..].to_vec();
        for &feature in features.iter().rev() {
            for list in [
                "/features",
                "/mean",
                "/inverse_deviation",
                "/content/features",
                "/below/features",
                "/above/features",
            ] {
                header.pointer_mut(list).unwrap().as_array_mut().unwrap().remove(feature);
            }
            let weights = network - end + feature * HIDDEN[0];
            body.drain(weights..weights + HIDDEN[0]);
        }
        [with, [serde_json::to_vec(&header).unwrap(), body].concat()]
    }

    #[test]
    fn a_feature_that_a_file_does_not_know_weighs_nothing() {
        let [with, without] = with_and_without(&[0, 7, OWN - 1]);
        assert!(with.len() > without.len());
        let [with, without] = [with, without].map(|bytes| read(Cow::Owned(bytes)).unwrap());
        assert!(with == without);
        let page = Page::new(&Lines::new("Home | News\n\nThe ferry turned round at once.\n"), &[]);
        assert_eq!(with.scores(&page), without.scores(&page));
    }

    #[test]
    fn features_are_known_and_in_order() {
        let of = |names: &[&str]| places(&names.iter().map(|&name| name.into()).collect::<Vec<_>>());
        assert_eq!(of(&["log_chars", "bullet"]).unwrap()[0], 0);
        let says = |names: &[&str]| of(names).unwrap_err().to_string();
        assert_eq!(says(&["log_chars", "colour"]), "model has the feature \"colour\", which is unknown");
        assert_eq!(
            says(&["bullet", "bullet"]),
            "model has the feature \"bullet\", which is twice or out of order"
        );
    }
}
