//! What a leaf of value 1 gives to each player on its way, for every pattern of which players send a row there.

use super::quadrature::gauss_legendre;

/// Points for every number of players on a way, made once.
pub struct Quadratures(Vec<Vec<(f64, f64)>>);

impl Quadratures {
    /// For ways with at most so many players.
    pub fn up_to(players: usize) -> Quadratures {
        Quadratures(
            (0..=players)
                .map(|k| gauss_legendre(k.div_ceil(2).max(1)))
                .collect(),
        )
    }

    /// Exactly enough for a way with so many players: the integrand's degree is `players - 1`.
    pub fn of(&self, players: usize) -> &[(f64, f64)] {
        &self.0[players]
    }
}

/// Path-dependent values (Lundberg et al. 2020, Nat. Mach. Intell. 2, 56, algorithm 2) as an integral over the share `s`
/// of players that are known: `∫ Π_i ((1-s) z_i + s o_i) (o_j - z_j) / ((1-s) z_j + s o_j) ds`, where `o` is 1 for a
/// player that sends the row down this way and `z` is its share of the cover. For all `2^k` patterns of which players do:
/// `out[j * 2^k + pattern]`. `products` is scratch.
pub fn path_dependent_table(
    points: &[(f64, f64)],
    fractions: &[f64],
    products: &mut Vec<f64>,
    out: &mut [f64],
) {
    let patterns = 1usize << fractions.len();
    for (s, weight) in points {
        // The product of all factors, pattern by pattern: each player doubles what is known.
        products.clear();
        products.push(*weight);
        for fraction in fractions {
            let (fails, passes) = ((1.0 - s) * fraction, (1.0 - s) * fraction + s);
            for at in 0..products.len() {
                products.push(products[at] * passes);
                products[at] *= fails;
            }
        }
        for (j, (fraction, out)) in fractions
            .iter()
            .zip(out.chunks_exact_mut(patterns))
            .enumerate()
        {
            let (fails, passes) = ((1.0 - s) * fraction, (1.0 - s) * fraction + s);
            let (of_failing, of_passing) = (-fraction / fails, (1.0 - fraction) / passes);
            let step = 1usize << j;
            for (out, product) in out
                .chunks_exact_mut(2 * step)
                .zip(products.chunks_exact(2 * step))
            {
                let (low, high) = out.split_at_mut(step);
                let (fails, passes) = product.split_at(step);
                for (out, product) in low.iter_mut().zip(fails) {
                    *out += product * of_failing;
                }
                for (out, product) in high.iter_mut().zip(passes) {
                    *out += product * of_passing;
                }
            }
        }
    }
}

/// Interventional values (Lundberg et al. 2020, algorithm 3) for all `2^k` patterns of the row, averaged over background
/// rows of which `counts[pattern]` have each pattern: `out[j * 2^k + pattern]`.
///
/// By the same integral: for a share `s`, the expected value of a leaf over coalitions and background is a product of one
/// two-by-two matrix a player, applied to `counts` (a Kronecker product, `k 2^k` steps); dividing the factor of player j
/// out again gives its marginal part.
pub fn interventional_table(
    points: &[(f64, f64)],
    players: usize,
    counts: &[f64],
    out: &mut [f64],
) {
    let patterns = 1usize << players;
    let rows: f64 = counts.iter().sum();
    let mut g = vec![0.0; patterns];
    for (s, weight) in points {
        g.copy_from_slice(counts);
        mix(&mut g, players, *s);
        let scale = weight / rows;
        let (of_failing, of_passing) = (1.0 / (1.0 - s), 1.0 / s);
        for j in 0..players {
            let step = 1 << j;
            let values = &mut out[j * patterns..(j + 1) * patterns];
            for (pair, values) in g
                .chunks_exact(2 * step)
                .zip(values.chunks_exact_mut(2 * step))
            {
                let (fails, passes) = pair.split_at(step);
                let (low, high) = values.split_at_mut(step);
                for i in 0..step {
                    let background_only = fails[i] * of_failing;
                    let row_only = (passes[i] - background_only) * of_passing;
                    low[i] -= scale * background_only;
                    high[i] += scale * row_only;
                }
            }
        }
    }
}

/// Path-dependent interactions of the pairs `(i, j)`, `i < j`, for all `2^k` patterns, the pairs in lexicographic order:
/// the second derivative of the integrand in place of the first.
pub fn path_dependent_pairs(points: &[(f64, f64)], fractions: &[f64], out: &mut [f64]) {
    let players = fractions.len();
    let patterns = 1usize << players;
    for pattern in 0..patterns {
        let known = |j: usize| (pattern >> j & 1) as f64;
        for (s, weight) in points {
            let factor = |j: usize| (1.0 - s) * fractions[j] + s * known(j);
            let product = weight * (0..players).map(factor).product::<f64>();
            let slope = |j: usize| (known(j) - fractions[j]) / factor(j);
            for (pair, (i, j)) in pairs(players).enumerate() {
                out[pair * patterns + pattern] += product * slope(i) * slope(j);
            }
        }
    }
}

/// Interventional interactions of the pairs, as [`path_dependent_pairs`] and [`interventional_table`]: the factors of both
/// players are divided out.
pub fn interventional_pairs(
    points: &[(f64, f64)],
    players: usize,
    counts: &[f64],
    out: &mut [f64],
) {
    let patterns = 1usize << players;
    let rows: f64 = counts.iter().sum();
    let mut g = vec![0.0; patterns];
    for (s, weight) in points {
        g.copy_from_slice(counts);
        mix(&mut g, players, *s);
        let scale = weight / rows;
        let (of_failing, of_passing) = (1.0 / (1.0 - s), 1.0 / s);
        // What only the background's way gives, and what only the row's does.
        let parts = |fails: f64, passes: f64| {
            let background_only = fails * of_failing;
            (background_only, (passes - background_only) * of_passing)
        };
        for (pair, (i, j)) in pairs(players).enumerate() {
            let (a, b) = (1usize << i, 1usize << j);
            let out = &mut out[pair * patterns..(pair + 1) * patterns];
            for neither in (0..patterns).filter(|p| p & (a | b) == 0) {
                let (low, low_row) = parts(g[neither], g[neither | b]);
                let (high, high_row) = parts(g[neither | a], g[neither | a | b]);
                let (both_background, row_i) = parts(low, high);
                let (row_j, both_row) = parts(low_row, high_row);
                out[neither] += scale * both_background;
                out[neither | a] -= scale * row_i;
                out[neither | b] -= scale * row_j;
                out[neither | a | b] += scale * both_row;
            }
        }
    }
}

/// All pairs of so many players, in lexicographic order.
pub fn pairs(players: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..players).flat_map(move |i| (i + 1..players).map(move |j| (i, j)))
}

/// The expected value of a leaf for the share `s` of known players, from how often each pattern occurs.
fn mix(g: &mut [f64], players: usize, s: f64) {
    for j in 0..players {
        let step = 1 << j;
        for pair in g.chunks_exact_mut(2 * step) {
            let (fails, passes) = pair.split_at_mut(step);
            for (a, b) in fails.iter_mut().zip(passes) {
                // The row fails: only the background's way counts. It passes: it counts where known.
                (*a, *b) = ((1.0 - s) * *b, *b + s * *a);
            }
        }
    }
}

/// The Shapley value in the game that is won when all of `a` players are known and none of `b` others: of each of the
/// `a`, and (negative) of each of the `b`.
pub struct Weights(Vec<f64>);

impl Weights {
    const SIDE: usize = 65;

    /// For up to 64 players on each side.
    pub fn all() -> Weights {
        let side = Self::SIDE;
        let mut out = vec![0.0; side * side];
        for b in 0..side {
            // binomial(a + b, a), from a = 0 on.
            let mut ways = 1.0;
            for a in 1..side {
                ways *= (a + b) as f64 / a as f64;
                out[a * side + b] = 1.0 / (a as f64 * ways);
            }
        }
        Weights(out)
    }

    /// `(a-1)! b! / (a+b)!`; by symmetry the other side's value is `-of(b, a)`.
    pub fn of(&self, a: u32, b: u32) -> f64 {
        self.0[a as usize * Self::SIDE + b as usize]
    }
}
