//! Rows on a cycle: the F tail, the design effect and the size of the test.

use driftglass::stats::rhythm::{Rounds, compare};
use driftglass::stats::snedecor;

use crate::stats_golden::relative;
use crate::stats_random::Random;

/// scipy 1.17.1 `scipy.stats.f.sf`.
#[test]
fn the_tail_of_f() {
    for (x, above, below, expected) in [
        (2.5, 6.0, 36.0, 0.039919624839359735),
        (1.0, 23.0, 46.0, 0.4839233429313557),
        (0.3, 6.0, 30.0, 0.9319761449109232),
        (12.0, 6.0, 36.0, 2.2972455646247436e-07),
        (1.2, 23.0, 4600.0, 0.2320705137890705),
        (80.0, 6.0, 20.0, 6.426512588800001e-13),
        (0.9, 1.0, 5.0, 0.3863455251399161),
        (1.7, 23.0, 115.0, 0.03575369644736282),
    ] {
        let found = snedecor::sf(x, above, below).expect("degrees");
        assert!(
            relative(found, expected) < 1e-12,
            "{x} {above} {below}: {found}"
        );
    }
    assert_eq!(snedecor::sf(0.0, 2.0, 3.0), Some(1.0));
    assert_eq!(snedecor::sf(f64::INFINITY, 2.0, 3.0), Some(0.0));
    assert_eq!(snedecor::sf(1.0, 0.0, 3.0), None);
    assert_eq!(snedecor::sf(f64::NAN, 1.0, 3.0), None);
}

fn week(counts: &[u64]) -> Rounds<'_> {
    Rounds { counts, places: 7 }
}

/// Weeks of rows; where `bursts`, the rows of a whole day come or stay away together.
fn weeks(random: &mut Random, weeks: usize, bursts: bool) -> Vec<u64> {
    let shares = [0.2, 0.18, 0.17, 0.16, 0.15, 0.08, 0.06];
    let mut out = Vec::new();
    for _ in 0..weeks {
        let weights: Vec<f64> = shares
            .iter()
            .map(|share| {
                if bursts {
                    share * (0.4 + 1.2 * random.uniform())
                } else {
                    *share
                }
            })
            .collect();
        let rows = 150.0 * weights.iter().sum::<f64>();
        out.extend(random.counts(&weights, rows as u64));
    }
    out
}

#[test]
fn the_test_keeps_its_size_also_where_days_come_together() {
    for (bursts, before, now) in [(false, 4, 4), (true, 4, 4), (true, 26, 4), (true, 12, 12)] {
        let mut random = Random(before as u64 * 100 + now as u64);
        let repeats = 2000;
        let (mut rejected, mut design) = (0, 0.0);
        for _ in 0..repeats {
            let (x, y) = (
                weeks(&mut random, before, bursts),
                weeks(&mut random, now, bursts),
            );
            let found = compare(week(&x), week(&y)).expect("enough weeks");
            rejected += u32::from(found.p <= 0.05);
            design += found.design_effect / f64::from(repeats);
        }
        let rate = f64::from(rejected) / f64::from(repeats);
        // Independent rows would have a design effect of 1; whole days that come together have several.
        assert!(if bursts { design > 2.0 } else { design < 1.3 }, "{design}");
        assert!(
            rate <= 0.055 + 3.0 * 0.0049 && rate > 0.01,
            "bursts {bursts}, {before} and {now} weeks: {rate}"
        );
    }
}

#[test]
fn a_lost_day_is_found_and_short_periods_are_left() {
    let mut random = Random(3);
    let x = weeks(&mut random, 8, true);
    let mut y = weeks(&mut random, 8, true);
    for round in y.chunks_exact_mut(7) {
        round[2] = 0;
    }
    let found = compare(week(&x), week(&y)).expect("enough weeks");
    assert!(found.p < 1e-6, "{found:?}");
    assert_eq!(compare(week(&x), week(&y[..7])), None);
    assert_eq!(compare(week(&x[..14]), week(&y[..21])), None);
    assert_eq!(compare(week(&[0; 56]), week(&y)), None);
    let one_day: Vec<u64> = (0..56).map(|place| u64::from(place % 7 == 1)).collect();
    assert_eq!(compare(week(&one_day), week(&one_day)), None);
}
