//! One layer of the network: products of rows with a matrix.

/// `outputs = inputs * weights + bias`. Weights are stored input by input.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// `inputs * outputs` weights; those of one input stand together.
    pub weights: Vec<f32>,
    /// One value an output.
    pub bias: Vec<f32>,
}

/// Most values of a row: all rows are as long, so that the places of their values are known beforehand.
pub(super) const WIDEST: usize = 256;
/// The values of a row, as many as its layer has; what stands behind them is not read.
pub(super) type Row = [f32; WIDEST];

/// Rows taken together, so that each weight is loaded once for all of them.
pub(super) const ROWS: usize = 6;
/// Outputs taken together: with the rows, as many sums as registers hold.
const TILE: usize = 16;

impl Layer {
    /// Number of inputs.
    #[inline(always)]
    pub(super) fn width(&self) -> usize {
        self.weights.len() / self.bias.len()
    }

    /// The outputs of every row of `inputs`. `fused` is `a * b + c`, rounded once.
    #[inline(always)]
    pub(super) fn apply(
        &self,
        fused: impl Fn(f32, f32, f32) -> f32 + Copy,
        inputs: &[Row],
        out: &mut Vec<Row>,
    ) {
        out.resize(inputs.len(), [0.0; WIDEST]);
        let (rows, single_rows) = inputs.as_chunks::<ROWS>();
        let (outs, single_outs) = out.as_chunks_mut::<ROWS>();
        for (rows, out) in rows.iter().zip(outs) {
            self.few(fused, rows, out);
        }
        for (row, out) in single_rows.as_chunks::<1>().0.iter().zip(single_outs.as_chunks_mut().0) {
            self.few(fused, row, out);
        }
    }

    /// The products of `R` rows, tile after tile.
    #[inline(always)]
    fn few<const R: usize>(
        &self,
        fused: impl Fn(f32, f32, f32) -> f32 + Copy,
        inputs: &[Row; R],
        out: &mut [Row; R],
    ) {
        let outputs = self.bias.len();
        let mut from = 0;
        while from + TILE <= outputs {
            self.tile::<R, TILE>(fused, inputs, from, out);
            from += TILE;
        }
        for from in from..outputs {
            self.tile::<R, 1>(fused, inputs, from, out);
        }
    }

    /// `T` outputs of `R` rows, from the output `from` on.
    #[inline(always)]
    fn tile<const R: usize, const T: usize>(
        &self,
        fused: impl Fn(f32, f32, f32) -> f32,
        inputs: &[Row; R],
        from: usize,
        out: &mut [Row; R],
    ) {
        let mut sums = [[0.0; T]; R];
        for sums in &mut sums {
            sums.copy_from_slice(&self.bias[from..from + T]);
        }
        for (input, weights) in (0..WIDEST).zip(self.weights.chunks_exact(self.bias.len())) {
            let weights = &weights[from..from + T];
            for (row, sums) in inputs.iter().zip(&mut sums) {
                let value = row[input];
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum = fused(value, *weight, *sum);
                }
            }
        }
        for (out, sums) in out.iter_mut().zip(sums) {
            out[from..from + T].copy_from_slice(&sums);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::simd::{self, Work};
    use super::*;

    struct Product<'p>(&'p Layer, &'p [Row], &'p mut Vec<Row>);

    impl Work for Product<'_> {
        #[inline(always)]
        fn run(self, fused: impl Fn(f32, f32, f32) -> f32 + Copy) {
            self.0.apply(fused, self.1, self.2);
        }
    }

    #[test]
    fn every_way_gives_the_same_bits_as_the_plain_sum() {
        for (rows, width, outputs) in [(1, 1, 1), (3, 181, 64), (9, 64, 32), (8, 32, 1), (5, 7, 19)] {
            let value = |i: usize| ((i * 37 + 11) % 101) as f32 / 17.0 - 2.9;
            let row = |row: usize| std::array::from_fn(|input| value(row * width + input));
            let inputs: Vec<Row> = (0..rows).map(row).collect();
            let weights: Vec<f32> = (3..3 + width * outputs).map(value).collect();
            let layer = Layer { weights, bias: (5..5 + outputs).map(value).collect() };
            let plain = |row: &Row, output: usize| {
                (0..width).fold(layer.bias[output], |sum, input| {
                    row[input].mul_add(layer.weights[input * outputs + output], sum)
                })
            };
            let plain: Vec<Vec<f32>> =
                inputs.iter().map(|row| (0..outputs).map(|output| plain(row, output)).collect()).collect();
            let found = |out: &[Row]| out.iter().map(|row| row[..outputs].to_vec()).collect::<Vec<_>>();
            let mut out = Vec::new();
            simd::run(Product(&layer, &inputs, &mut out));
            assert_eq!(found(&out), plain);
            out.clear();
            simd::run_anywhere(Product(&layer, &inputs, &mut out));
            assert_eq!(found(&out), plain);
        }
    }
}
