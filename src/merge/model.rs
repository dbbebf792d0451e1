//! The weights: from their file to the score of a break.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::fields::{Field, TEMPLATES};
use super::values::{Context, Values};
use crate::error::{Error, Result};

/// Weights and thresholds of the merger, in steps of 1/64 log-odds.
#[derive(Debug, Clone)]
pub struct Model {
    bias: i32,
    thresholds: [i32; 4],
    weights: Vec<i16>,
}

/// Steps of a weight to one unit of log-odds.
pub(crate) const SCALE: f32 = 64.0;

/// No weight is larger, so that no sum of them overflows.
const LARGEST: i64 = 4096;

/// The model file: weights by template, then by the values of its fields. What is not listed is 0.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ModelFile {
    pub(crate) bias: i64,
    pub(crate) thresholds: BTreeMap<String, i64>,
    pub(crate) weights: BTreeMap<String, BTreeMap<String, i64>>,
}

impl Model {
    /// The model that comes with the program.
    ///
    /// It is read from its packed form: to read the JSON of 100 kB would cost a small document more than all else.
    pub fn shipped() -> &'static Model {
        static SHIPPED: LazyLock<Model> = LazyLock::new(|| {
            // The bytes are part of the program and a test holds them against the JSON: the empty model is never reached.
            Model::unpack(include_bytes!("../../model/joins.bin")).unwrap_or_else(Model::empty)
        });
        &SHIPPED
    }

    /// The model as whole numbers of two bytes, the low one first: bias, thresholds, weights.
    pub fn pack(&self) -> Vec<u8> {
        let head = [self.bias].into_iter().chain(self.thresholds);
        let numbers = head.chain(self.weights.iter().map(|&weight| i32::from(weight)));
        numbers.flat_map(|number| (number as i16).to_le_bytes()).collect()
    }

    /// The reverse of [`Model::pack`]; `None` if the bytes are not of this version's length.
    fn unpack(bytes: &[u8]) -> Option<Model> {
        let mut numbers = bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]]));
        let mut model = Model { bias: i32::from(numbers.next()?), ..Model::empty() };
        for threshold in &mut model.thresholds {
            *threshold = i32::from(numbers.next()?);
        }
        (numbers.len() == FEATURES).then(|| model.weights = numbers.collect())?;
        Some(model)
    }

    /// A model that mends nothing.
    fn empty() -> Model {
        Model { bias: -1, thresholds: [0; 4], weights: vec![0; FEATURES] }
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// The text is not JSON of this form, a template or threshold of this version is missing, one is unknown, or a
    /// number is not whole or not within ±4096.
    pub fn from_json(json: &str) -> Result<Model> {
        let file: ModelFile = serde_json::from_str(json)
            .map_err(|error| Error::invalid(format!("not a model of joins: {error}")))?;
        Model::from_file(&file)
    }

    pub(crate) fn from_file(file: &ModelFile) -> Result<Model> {
        let mut model =
            Model { bias: i32::from(within(file.bias).map_err(|error| error.at("bias"))?), ..Model::empty() };
        for (slot, name) in model.thresholds.iter_mut().zip(Field::Context.values()) {
            let value = file.thresholds.get(*name).ok_or_else(|| missing("threshold", name))?;
            *slot = i32::from(within(*value).map_err(|error| error.at(name))?);
        }
        if let Some(name) =
            file.thresholds.keys().find(|name| !Field::Context.values().contains(&name.as_str()))
        {
            return Err(unknown("threshold", name));
        }
        for (&offset, fields) in OFFSETS.iter().zip(TEMPLATES) {
            let template = template_name(fields);
            let weights = file.weights.get(&template).ok_or_else(|| missing("feature", &template))?;
            for (values, &weight) in weights {
                let name = || format!("{template} = {values}");
                let place = place_of(fields, values).ok_or_else(|| unknown("feature", &name()))?;
                model.weights[offset + place] = within(weight).map_err(|error| error.at(name()))?;
            }
        }
        match file.weights.keys().find(|name| !TEMPLATES.iter().any(|fields| template_name(fields) == **name))
        {
            Some(name) => Err(unknown("feature", name)),
            None => Ok(model),
        }
    }

    /// The score of a break above its threshold, in steps: it is mended where this is positive.
    pub(super) fn score(&self, values: &Values) -> i32 {
        let sum: i32 = features(values).map(|index| i32::from(self.weights[index])).sum();
        self.bias + sum - self.thresholds[values.get(Field::Context) as usize]
    }

    /// The threshold of a context.
    pub(super) fn threshold(&self, context: Context) -> i32 {
        self.thresholds[context as usize]
    }

    /// The score before any feature.
    pub(super) fn bias(&self) -> i32 {
        self.bias
    }

    /// Every feature of a break that has a weight, by name.
    pub(super) fn contributions(&self, values: &Values) -> Vec<(String, i32)> {
        let named = OFFSETS.iter().zip(TEMPLATES).zip(features(values));
        named
            .filter(|&(_, index)| self.weights[index] != 0)
            .map(|((&offset, fields), index)| {
                (feature_name(fields, index - offset), i32::from(self.weights[index]))
            })
            .collect()
    }
}

fn within(weight: i64) -> Result<i16> {
    match i16::try_from(weight) {
        Ok(small) if weight.abs() <= LARGEST => Ok(small),
        _ => Err(Error::invalid(format!("weight {weight} is not within {LARGEST} of 0"))),
    }
}

fn missing(what: &str, name: &str) -> Error {
    Error::invalid(format!("{what} {name:?} is missing"))
}

fn unknown(what: &str, name: &str) -> Error {
    Error::invalid(format!("{what} {name:?} is unknown to this version"))
}

/// The index of each feature of a break that is on, one for every template, in order.
pub(crate) fn features(values: &Values) -> impl Iterator<Item = usize> + '_ {
    PLACES.iter().map(|place| {
        let parts = place.parts.map(|(field, stride)| usize::from(values.at(field)) * stride);
        place.offset + parts.iter().sum::<usize>()
    })
}

/// Where a template's features start, and how far apart the values of each of its fields are.
#[derive(Clone, Copy)]
struct Place {
    offset: usize,
    parts: [(u8, usize); MOST_FIELDS],
}

/// No template has more fields.
const MOST_FIELDS: usize = 3;

const PLACES: [Place; TEMPLATES.len()] = {
    let mut places = [Place { offset: 0, parts: [(0, 0); MOST_FIELDS] }; TEMPLATES.len()];
    let mut at = 0;
    while at < TEMPLATES.len() {
        places[at].offset = OFFSETS[at];
        let (mut nth, mut stride) = (TEMPLATES[at].len(), 1);
        while nth > 0 {
            nth -= 1;
            places[at].parts[nth] = (TEMPLATES[at][nth] as u8, stride);
            stride *= TEMPLATES[at][nth].values().len();
        }
        at += 1;
    }
    places
};

const OFFSETS: [usize; TEMPLATES.len()] = {
    let mut offsets = [0; TEMPLATES.len()];
    let (mut at, mut offset) = (0, 0);
    while at < TEMPLATES.len() {
        offsets[at] = offset;
        offset += combinations(TEMPLATES[at]);
        at += 1;
    }
    offsets
};

/// Number of features in all.
pub(crate) const FEATURES: usize =
    OFFSETS[TEMPLATES.len() - 1] + combinations(TEMPLATES[TEMPLATES.len() - 1]);

const fn combinations(fields: &[Field]) -> usize {
    let (mut at, mut product) = (0, 1);
    while at < fields.len() {
        product *= fields[at].values().len();
        at += 1;
    }
    product
}

/// The fields' names.
pub(crate) fn template_name(fields: &[Field]) -> String {
    fields.iter().map(|field| field.name()).collect::<Vec<_>>().join(",")
}

/// The names of the values at a place among all combinations.
fn values_name(fields: &[Field], mut place: usize) -> String {
    let mut names: Vec<&str> = fields
        .iter()
        .rev()
        .map(|field| {
            let names = field.values();
            let name = names[place % names.len()];
            place /= names.len();
            name
        })
        .collect();
    names.reverse();
    names.join(",")
}

/// The reverse of [`values_name`].
fn place_of(fields: &[Field], values: &str) -> Option<usize> {
    let mut names = values.split(',');
    let mut place = 0;
    for field in fields {
        let name = names.next()?;
        place = place * field.values().len() + field.values().iter().position(|value| *value == name)?;
    }
    names.next().is_none().then_some(place)
}

fn feature_name(fields: &[Field], place: usize) -> String {
    format!("{} = {}", template_name(fields), values_name(fields, place))
}

impl ModelFile {
    /// The file for these weights, one for every feature; those that are 0 are left out.
    pub(crate) fn new(bias: i64, thresholds: [i64; 4], weights: &[i64]) -> Self {
        let names = Field::Context.values().iter().map(|name| (*name).to_owned());
        let mut file =
            ModelFile { bias, thresholds: names.zip(thresholds).collect(), weights: BTreeMap::new() };
        for (&offset, fields) in OFFSETS.iter().zip(TEMPLATES) {
            let part = &weights[offset..offset + combinations(fields)];
            let listed = part.iter().enumerate().filter(|(_, weight)| **weight != 0);
            let named = listed.map(|(place, &weight)| (values_name(fields, place), weight)).collect();
            file.weights.insert(template_name(fields), named);
        }
        file
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packed_model_is_the_one_in_json() {
        let json = Model::from_json(include_str!("../../model/joins.json")).unwrap();
        assert_eq!(json.pack(), include_bytes!("../../model/joins.bin"));
        assert!(Model::unpack(&json.pack()[2..]).is_none());
    }

    #[test]
    fn a_model_file_that_is_not_one_is_refused() {
        let json = include_str!("../../model/joins.json");
        let refused = |json: &str| Model::from_json(json).unwrap_err().to_string();
        assert!(refused("[]").starts_with("not a model of joins: "));
        assert!(
            refused(&json.replacen("\"plain\"", "\"plane\"", 1)).contains("threshold \"plain\" is missing")
        );
        assert!(
            refused(&json.replacen("\"above\"", "\"abode\"", 1)).contains("feature \"above\" is missing")
        );
        assert!(
            refused(&json.replacen("\"blank\":", "\"blank\":99999", 1)).contains("is not within 4096 of 0")
        );
        assert!(
            refused(&json.replacen("\"bias\":", "\"bias\":0.5,\"was\":", 1)).contains("not a model of joins")
        );
    }
}
