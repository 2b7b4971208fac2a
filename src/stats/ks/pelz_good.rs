//! Pelz and Good's expansion of `P(D_n < d)` for large n.
//!
//! Pelz W, Good IJ (1976), JRSS B 38, 152: `K0(z) + K1(z)/√n + K2(z)/n + K3(z)/n^{3/2}`, `z = d√n`.

use std::f64::consts::PI;

/// `P(D_n < d)` for `0 < d < 1`, absolute error below 1e-13 for `n > 140` where the ladder calls it.
pub(super) fn pelz_good(n: f64, d: f64) -> f64 {
    let z = n.sqrt() * d;
    let (z2, pi2) = (z * z, PI * PI);
    let (z3, z4, z6) = (z2 * z, z2 * z2, z2 * z2 * z2);
    let z7 = z6 * z;
    let z8 = z4 * z4;
    let z10 = z8 * z2;
    let (pi4, pi6) = (pi2 * pi2, pi2 * pi2 * pi2);
    let log_q = -pi2 / 8.0 / z2;
    if log_q < -708.0 {
        return 0.0;
    }
    let terms = libm::ceil(16.0 * z / PI) as u32;

    let k1 = [-z2, pi2 / 4.0];
    let k2 = [
        6.0 * z6 + 2.0 * z4,
        (2.0 * z4 - 5.0 * z2) * pi2 / 4.0,
        pi4 * (1.0 - 2.0 * z2) / 16.0,
    ];
    let k3 = [
        -30.0 * z6 - 90.0 * z8,
        pi2 * (135.0 * z4 - 96.0 * z6) / 4.0,
        pi4 * (-60.0 * z2 + 212.0 * z4) / 16.0,
        pi6 * (5.0 - 30.0 * z2) / 64.0,
    ];
    let mut sums = [0.0; 4];
    for k in (1..=terms).rev() {
        let m = f64::from(2 * k - 1);
        let m2 = m * m;
        let power = libm::exp(log_q * f64::from(8 * k));
        let terms = [
            1.0,
            k1[0] + k1[1] * m2,
            k2[0] + m2 * (k2[1] + m2 * k2[2]),
            k3[0] + m2 * (k3[1] + m2 * (k3[2] + m2 * k3[3])),
        ];
        for (sum, term) in sums.iter_mut().zip(terms) {
            *sum = *sum * power + term;
        }
    }
    let lead = libm::exp(log_q) * (2.0 * PI).sqrt();
    let divisors = [z, 6.0 * z4, 72.0 * z7, 6480.0 * z10];
    for (sum, divisor) in sums.iter_mut().zip(divisors) {
        *sum *= lead / divisor;
    }

    let (mut extra2, mut extra3) = (0.0, 0.0);
    for k in (1..=terms).rev() {
        let k = f64::from(k);
        let power = libm::exp(-pi2 / 2.0 / z2 * k * k);
        extra2 += k * k * power;
        extra3 += (3.0 * z2 - pi2 * k * k) * k * k * power;
    }
    let root = (2.0 * PI).sqrt();
    sums[2] -= extra2 * pi2 * root / (36.0 * z3);
    sums[3] += extra3 * pi2 * root / (216.0 * z6);
    sums[0] + sums[1] / n.sqrt() + sums[2] / n + sums[3] / (n * n.sqrt())
}
