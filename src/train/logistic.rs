//! Logistic regression over features that are on or off, with a penalty on large weights.

/// One example: the features that are on, and what is true of it.
#[derive(Debug, Clone)]
pub(super) struct Example {
    pub(super) features: Vec<u32>,
    pub(super) is_positive: bool,
    /// How much the example counts.
    pub(super) weight: f32,
}

/// How strongly the weights are held back, and how long they are fitted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fitting {
    pub(super) rounds: usize,
    pub(super) rate: f64,
    /// Penalty on the sum of the weights' absolute values: leaves many at nothing.
    pub(super) lasso: f64,
    /// Penalty on the sum of their squares.
    pub(super) ridge: f64,
}

/// A fitted model; the last weight is the bias.
pub(super) struct Fitted {
    pub(super) weights: Vec<f64>,
    pub(super) bias: f64,
}

/// Fits weights to examples several times, each in another order, and takes their mean: one order alone decides a
/// tenth of a log-odds here and there.
pub(super) fn fit(examples: &[Example], features: usize, fitting: Fitting) -> Fitted {
    let mut mean = Fitted { weights: vec![0.0; features], bias: 0.0 };
    for order in 0..ORDERS {
        let fitted = fit_in_order(examples, features, fitting, order);
        let share = 1.0 / ORDERS as f64;
        mean.weights.iter_mut().zip(fitted.weights).for_each(|(mean, weight)| *mean += weight * share);
        mean.bias += fitted.bias * share;
    }
    mean
}

const ORDERS: u64 = 4;

/// Follows the regularised leader for a fixed number of rounds.
fn fit_in_order(examples: &[Example], features: usize, fitting: Fitting, shuffle: u64) -> Fitted {
    let mut state = vec![State::default(); features + 1];
    for round in 0..fitting.rounds {
        for at in order(examples.len(), round as u64 + 1_000 * shuffle) {
            let example = &examples[at];
            let on = || example.features.iter().map(|&feature| feature as usize).chain([features]);
            let score: f64 = on().map(|feature| state[feature].weight).sum();
            let odds = 1.0 / (1.0 + (-score.clamp(-35.0, 35.0)).exp());
            let gradient = (odds - f64::from(u8::from(example.is_positive))) * f64::from(example.weight);
            if gradient.abs() > 1e-4 {
                on().for_each(|feature| state[feature].step(gradient, fitting));
            }
        }
    }
    let mut weights: Vec<f64> = state.iter().map(|state| state.weight).collect();
    let bias = weights.pop().unwrap_or(0.0);
    Fitted { weights, bias }
}

#[derive(Clone, Copy, Default)]
struct State {
    lead: f64,
    squares: f64,
    weight: f64,
}

impl State {
    fn step(&mut self, gradient: f64, fitting: Fitting) {
        let squares = self.squares + gradient * gradient;
        let sigma = (squares.sqrt() - self.squares.sqrt()) / fitting.rate;
        self.lead += gradient - sigma * self.weight;
        self.squares = squares;
        let excess = self.lead.abs() - fitting.lasso;
        self.weight = if excess <= 0.0 {
            0.0
        } else {
            -self.lead.signum() * excess / ((1.0 + squares.sqrt()) / fitting.rate + fitting.ridge)
        };
    }
}

/// The numbers below `len` in an order that depends on the round alone.
fn order(len: usize, round: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    let mut state = round.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for at in (1..len).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        order.swap(at, (state % (at as u64 + 1)) as usize);
    }
    order
}
