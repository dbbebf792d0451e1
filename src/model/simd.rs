//! Products of rows with a matrix, in the widest registers the machine has.
//!
//! The one module with code that is `unsafe`: a function compiled for AVX2 and FMA is called where the processor has
//! them. Both ways run the same fused multiplications and additions in the same order, so they give the same bits.

/// Rows taken together, so that each weight is loaded once for all of them.
pub(super) const ROWS: usize = 6;
/// Outputs taken together: with the rows, as many sums as registers hold.
const TILE: usize = 16;

/// Writes `row * weights + bias` for every row of `inputs`, row after row.
///
/// `inputs` holds rows of `width` values, `weights` those of one input after those of the other, as many as `bias` has
/// values; `out` holds that many values a row.
pub(super) fn products(inputs: &[f32], width: usize, weights: &[f32], bias: &[f32], out: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma") {
        #[allow(unsafe_code)]
        // SAFETY: the processor has AVX2 and FMA; the function is safe in every other respect.
        unsafe {
            products_avx2(inputs, width, weights, bias, out);
        }
        return;
    }
    products_anywhere(inputs, width, weights, bias, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn products_avx2(inputs: &[f32], width: usize, weights: &[f32], bias: &[f32], out: &mut [f32]) {
    products_by(f32::mul_add, inputs, width, weights, bias, out);
}

fn products_anywhere(inputs: &[f32], width: usize, weights: &[f32], bias: &[f32], out: &mut [f32]) {
    products_by(fused, inputs, width, weights, bias, out);
}

/// `a * b + c`, rounded once. Where the machine cannot do that, it costs a call a product: in twice as many bits, the
/// product is exact, and the sum too long to be rounded wrongly but at one of a billion places.
fn fused(a: f32, b: f32, c: f32) -> f32 {
    if cfg!(any(target_arch = "aarch64", target_feature = "fma")) {
        a.mul_add(b, c)
    } else {
        (f64::from(a) * f64::from(b) + f64::from(c)) as f32
    }
}

#[inline(always)]
fn products_by(
    fused: impl Fn(f32, f32, f32) -> f32 + Copy,
    inputs: &[f32],
    width: usize,
    weights: &[f32],
    bias: &[f32],
    out: &mut [f32],
) {
    let outputs = bias.len();
    let rows = inputs.chunks_exact(ROWS * width);
    let rest = rows.remainder();
    let done = (inputs.len() - rest.len()) / width * outputs;
    let (many, single) = out.split_at_mut(done);
    for (rows, out) in rows.zip(many.chunks_exact_mut(ROWS * outputs)) {
        few::<ROWS>(fused, rows, width, weights, bias, out);
    }
    for (row, out) in rest.chunks_exact(width).zip(single.chunks_exact_mut(outputs)) {
        few::<1>(fused, row, width, weights, bias, out);
    }
}

/// The products of `R` rows, tile after tile.
#[inline(always)]
fn few<const R: usize>(
    fused: impl Fn(f32, f32, f32) -> f32 + Copy,
    inputs: &[f32],
    width: usize,
    weights: &[f32],
    bias: &[f32],
    out: &mut [f32],
) {
    let outputs = bias.len();
    let mut from = 0;
    while from + TILE <= outputs {
        tile::<R, TILE>(fused, inputs, width, weights, bias, from, out);
        from += TILE;
    }
    for from in from..outputs {
        tile::<R, 1>(fused, inputs, width, weights, bias, from, out);
    }
}

/// `T` outputs of `R` rows, from the output `from` on.
#[inline(always)]
fn tile<const R: usize, const T: usize>(
    fused: impl Fn(f32, f32, f32) -> f32,
    inputs: &[f32],
    width: usize,
    weights: &[f32],
    bias: &[f32],
    from: usize,
    out: &mut [f32],
) {
    let outputs = bias.len();
    let mut sums = [[0.0; T]; R];
    for sums in &mut sums {
        sums.copy_from_slice(&bias[from..from + T]);
    }
    let rows: [&[f32]; R] = std::array::from_fn(|row| &inputs[row * width..][..width]);
    for (input, weights) in (0..width).zip(weights.chunks_exact(outputs)) {
        let weights = &weights[from..from + T];
        for (row, sums) in rows.iter().zip(&mut sums) {
            let value = row[input];
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum = fused(value, *weight, *sum);
            }
        }
    }
    for (row, sums) in sums.iter().enumerate() {
        out[row * outputs + from..row * outputs + from + T].copy_from_slice(sums);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_gives_the_same_bits_as_the_plain_sum() {
        for (rows, width, outputs) in [(1, 1, 1), (3, 181, 64), (9, 64, 32), (8, 32, 1), (5, 7, 19)] {
            let value = |i: usize| ((i * 37 + 11) % 101) as f32 / 17.0 - 2.9;
            let inputs: Vec<f32> = (0..rows * width).map(value).collect();
            let weights: Vec<f32> = (3..3 + width * outputs).map(value).collect();
            let bias: Vec<f32> = (5..5 + outputs).map(value).collect();
            let plain = |at: usize| {
                let (row, output) = (at / outputs, at % outputs);
                (0..width).fold(bias[output], |sum, input| {
                    inputs[row * width + input].mul_add(weights[input * outputs + output], sum)
                })
            };
            let plain: Vec<f32> = (0..rows * outputs).map(plain).collect();
            let mut out = vec![0.0; rows * outputs];
            products(&inputs, width, &weights, &bias, &mut out);
            assert_eq!(out, plain);
            out.fill(0.0);
            products_anywhere(&inputs, width, &weights, &bias, &mut out);
            assert_eq!(out, plain);
        }
    }
}
