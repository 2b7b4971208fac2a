//! What must hold for any input.

use driftglass::stats::hypergeometric::Hypergeometric;
use driftglass::stats::{
    correction, ecdf, effect, fisher, ks, pooling, quantile, sum, summary, variation,
};
use proptest::prelude::*;

fn sorted(values: &[i32]) -> Vec<f64> {
    let mut values: Vec<f64> = values.iter().copied().map(f64::from).collect();
    values.sort_unstable_by(f64::total_cmp);
    values
}

fn counts(levels: std::ops::Range<usize>) -> impl Strategy<Value = Vec<(u64, u64)>> {
    prop::collection::vec((0_u64..60, 0_u64..60), levels)
}

proptest! {
    #[test]
    fn kolmogorov_smirnov_is_the_largest_gap(
        x in prop::collection::vec(-20_i32..20, 1..60),
        y in prop::collection::vec(-20_i32..20, 1..60),
    ) {
        let (x, y) = (sorted(&x), sorted(&y));
        let found = ks::two_sample(&x, &y).unwrap();
        let share = |values: &[f64], at: f64| values.iter().filter(|&&v| v <= at).count() as f64 / values.len() as f64;
        let largest = x.iter().chain(&y).map(|&at| (share(&x, at) - share(&y, at)).abs()).fold(0.0, f64::max);
        prop_assert!((found.statistic - largest).abs() < 1e-15);
        prop_assert_eq!(found.reference_at, share(&x, found.location));
        prop_assert_eq!(found.current_at, share(&y, found.location));
        let signed = f64::from(found.sign) * (found.reference_at - found.current_at);
        prop_assert!((signed - found.statistic).abs() < 1e-15);
        prop_assert!((0.0..=1.0).contains(&found.p));

        let swapped = ks::two_sample(&y, &x).unwrap();
        prop_assert_eq!(swapped.statistic, found.statistic);
        prop_assert!((swapped.p - found.p).abs() <= 1e-14 * found.p);

        let stretched = |values: &[f64]| values.iter().map(|v| 2.0 * v * v * v + 7.0).collect::<Vec<f64>>();
        let transformed = ks::two_sample(&stretched(&x), &stretched(&y)).unwrap();
        prop_assert_eq!((transformed.statistic, transformed.p, transformed.sign), (found.statistic, found.p, found.sign));
    }

    #[test]
    fn larger_gaps_have_smaller_p(n in 2_usize..80, m in 2_usize..80, rows in 1_u64..3000) {
        let exact: Vec<f64> = (1..20).filter_map(|i| ks::exact::two_sided(n, m, f64::from(i) / 20.0)).map(|(_, p)| p).collect();
        prop_assert!(exact.windows(2).all(|pair| pair[1] <= pair[0] * (1.0 + 1e-12)));
        let one: Vec<f64> = (1..60).map(|i| ks::one_sample::sf(rows, f64::from(i) / 60.0)).collect();
        prop_assert!(one.iter().all(|p| (0.0..=1.0).contains(p)));
        prop_assert!(one.windows(2).all(|pair| pair[1] <= pair[0] + 1e-9), "{:?}", one);
    }

    #[test]
    fn corrected_values_keep_the_order(p in prop::collection::vec(prop::option::weighted(0.8, 0.0_f64..1.0), 0..40)) {
        let q = correction::benjamini_hochberg(&p);
        prop_assert_eq!(q.len(), p.len());
        let tested: Vec<(f64, f64)> = p.iter().zip(&q).filter_map(|(p, q)| Some(((*p)?, (*q)?))).collect();
        prop_assert_eq!(tested.len(), p.iter().flatten().count());
        for &(p, q) in &tested {
            prop_assert!(q >= p && q <= 1.0);
            prop_assert!(tested.iter().all(|&(other, larger)| other < p || larger >= q));
        }
        let reversed: Vec<Option<f64>> = p.iter().rev().copied().collect();
        let mut back = correction::benjamini_hochberg(&reversed);
        back.reverse();
        prop_assert_eq!(back, q);
    }

    #[test]
    fn pooling_keeps_every_row(levels in counts(0..30)) {
        let (reference, current): (Vec<u64>, Vec<u64>) = levels.into_iter().unzip();
        let pooled = pooling::pool_rare(&reference, &current);
        let other = pooling::pool_rare(&current, &reference);
        prop_assert_eq!(pooled.as_ref().map(|p| &p.groups), other.as_ref().map(|p| &p.groups));
        let Some(pooled) = pooled else { return Ok(()) };
        let (n, m) = (reference.iter().sum::<u64>(), current.iter().sum::<u64>());
        prop_assert_eq!(pooled.reference.iter().sum::<u64>(), n);
        prop_assert_eq!(pooled.current.iter().sum::<u64>(), m);
        prop_assert!(pooled.reference.len() >= 2);
        for (x, y) in pooled.reference.iter().zip(&pooled.current) {
            prop_assert!((x + y) * n.min(m) >= 5 * (n + m));
        }
        let last = pooled.reference.len() - 1;
        for (level, group) in pooled.groups.iter().enumerate() {
            prop_assert_eq!(group.is_none(), reference[level] + current[level] == 0);
            prop_assert!(!pooled.pooled.contains(&level) || *group == Some(last));
        }
        // No level that is kept on its own is rarer than one that was pooled.
        let margin = |level: usize| reference[level] + current[level];
        let kept = (0..reference.len()).filter(|l| pooled.groups[*l].is_some() && !pooled.pooled.contains(l)).map(margin).min();
        prop_assert!(pooled.pooled.iter().all(|&l| kept.is_none_or(|kept| margin(l) <= kept)));
    }

    #[test]
    fn variation_is_a_distance(levels in counts(1..20)) {
        let (x, y): (Vec<u64>, Vec<u64>) = levels.into_iter().unzip();
        let Some(distance) = variation::total_variation(&x, &y) else {
            prop_assert!(x.iter().sum::<u64>() == 0 || y.iter().sum::<u64>() == 0);
            return Ok(());
        };
        prop_assert!((0.0..=1.0).contains(&distance));
        prop_assert_eq!(variation::total_variation(&y, &x), Some(distance));
        prop_assert_eq!(variation::total_variation(&x, &x), Some(0.0));
        if let Some(interval) = effect::total_variation_interval(&x, &y, 0.95) {
            prop_assert!(interval.contains(distance));
            let wider = effect::total_variation_interval(&x, &y, 0.99).unwrap();
            prop_assert!(wider.lower <= interval.lower && interval.upper <= wider.upper);
        } else {
            prop_assert!(x.iter().sum::<u64>().min(y.iter().sum()) < effect::LEAST_ROWS);
        }
    }

    #[test]
    fn hypergeometric_masses_add_up(population in 1_u64..200, marked in 0_u64..200, drawn in 0_u64..200) {
        prop_assume!(marked <= population && drawn <= population);
        let law = Hypergeometric::new(population, marked, drawn).unwrap();
        let mean = marked as f64 * drawn as f64 / population as f64;
        let masses: Vec<(f64, f64)> = (law.least()..=law.most()).map(|k| (k as f64, law.mass(k))).collect();
        prop_assert!((masses.iter().map(|(_, p)| p).sum::<f64>() - 1.0).abs() < 1e-12);
        let deviation: f64 = masses.iter().map(|(k, p)| p * (k - mean).abs()).sum();
        prop_assert!((law.mean_absolute_deviation() - deviation).abs() < 1e-11 * (1.0 + deviation));
    }

    #[test]
    fn fisher_does_not_mind_the_order(a in 0_u64..40, b in 0_u64..40, c in 0_u64..40, d in 0_u64..40) {
        let p = fisher::two_sided(a, b, c, d);
        prop_assert!((0.0..=1.0).contains(&p));
        for other in [fisher::two_sided(c, d, a, b), fisher::two_sided(b, a, d, c), fisher::two_sided(a, c, b, d)] {
            prop_assert!((other - p).abs() <= 1e-11 * p, "{} {}", other, p);
        }
    }

    #[test]
    fn reduced_curves_show_the_gap(
        x in prop::collection::vec(-300_i32..300, 1..200),
        y in prop::collection::vec(-300_i32..300, 1..200),
        most in 5_usize..40,
    ) {
        let (x, y) = (sorted(&x), sorted(&y));
        let gap = ks::two_sample(&x, &y).unwrap();
        let pair = ecdf::reduce(&x, &y, gap.location, most).unwrap();
        prop_assert!(pair.at.len() <= most);
        prop_assert!(pair.at.windows(2).all(|w| w[0] < w[1]));
        let place = pair.at.iter().position(|&at| at == gap.location).unwrap();
        prop_assert_eq!((pair.reference[place], pair.current[place]), (gap.reference_at, gap.current_at));
        prop_assert_eq!((pair.reference.last(), pair.current.last()), (Some(&1.0), Some(&1.0)));
        prop_assert!(pair.reference.windows(2).all(|w| w[0] <= w[1]));
    }

    #[test]
    fn order_statistics_stay_in_order(values in prop::collection::vec(-1e9_f64..1e9, 1..50), share in 0.0_f64..1.0, step in 0.0_f64..0.3) {
        let mut values = values;
        values.sort_unstable_by(f64::total_cmp);
        let low = quantile::quantile(&values, share).unwrap();
        let high = quantile::quantile(&values, (share + step).min(1.0)).unwrap();
        prop_assert!(low <= high || (low - high) <= 1e-15 * low.abs());
        let summary = summary::summarise(&values).unwrap();
        let mean = summary.mean.unwrap();
        prop_assert!(summary.minimum <= mean && mean <= summary.maximum);
        prop_assert!(summary.standard_deviation.is_none_or(|sd| sd >= 0.0 && sd <= summary.maximum - summary.minimum));
    }

    #[test]
    fn sums_keep_their_digits(values in prop::collection::vec(-1_000_000_i64..1_000_000, 0..100)) {
        // A huge value that comes and goes leaves nothing behind.
        let plain: i64 = values.iter().sum();
        let around = [1e18].into_iter().chain(values.iter().map(|&v| v as f64)).chain([-1e18]);
        prop_assert_eq!(sum::compensated(around), plain as f64);
    }
}

#[test]
fn what_is_undefined_is_none() {
    assert_eq!(effect::ks_distance(0.5, 9, 1000, 0.95), None);
    assert_eq!(effect::ks_distance(f64::NAN, 100, 100, 0.95), None);
    assert_eq!(effect::ks_distance(0.5, 100, 100, 1.0), None);
    assert_eq!(variation::total_variation(&[1], &[1, 2]), None);
    assert_eq!(variation::total_variation(&[u64::MAX, 1], &[1, 2]), None);
    assert_eq!(pooling::pool_rare(&[], &[]), None);
    assert_eq!(pooling::pool_rare(&[100], &[100]), None);
    assert_eq!(pooling::pool_rare(&[u64::MAX, 3], &[u64::MAX, 3]), None);
    assert_eq!(Hypergeometric::new(3, 4, 1), None);
    assert_eq!(
        ecdf::reduce(&[f64::INFINITY], &[f64::NEG_INFINITY], f64::INFINITY, 9),
        None
    );
    assert_eq!(
        quantile::quantile(&[f64::NEG_INFINITY, f64::INFINITY], 0.5),
        None
    );
    assert_eq!(
        quantile::quantile(&[1.0, f64::INFINITY], 0.5),
        Some(f64::INFINITY)
    );
    assert_eq!(summary::summarise(&[]), None);
    assert_eq!(
        summary::summarise(&[1.0, f64::INFINITY]).unwrap().mean,
        None
    );
}
