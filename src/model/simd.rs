//! Work done in the widest registers the machine has.
//!
//! The one module with code that is `unsafe`: a function compiled for AVX2 and FMA is called where the processor has
//! them. Both ways run the same fused multiplications and additions in the same order, so they give the same bits.

/// Work that is compiled once for the widest registers and once for any machine.
pub(super) trait Work {
    /// Does it, with `fused` for `a * b + c`, rounded once. It and what it calls must be `#[inline(always)]`: code that
    /// stands elsewhere is compiled for any machine.
    fn run(self, fused: impl Fn(f32, f32, f32) -> f32 + Copy);
}

/// Does some work.
pub(super) fn run(work: impl Work) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma") {
        #[allow(unsafe_code)]
        // SAFETY: the processor has AVX2 and FMA; the function is safe in every other respect.
        unsafe {
            run_avx2(work);
        }
        return;
    }
    run_anywhere(work);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn run_avx2(work: impl Work) {
    work.run(f32::mul_add);
}

/// The same on any machine.
pub(super) fn run_anywhere(work: impl Work) {
    work.run(fused);
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
