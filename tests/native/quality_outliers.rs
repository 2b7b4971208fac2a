//! The fences of outliers: how often a clean column has any, and what they catch.

use driftglass::quality::fences;
use driftglass::stats::normal;
use driftglass::stats::random::Random;

const LEVEL: f64 = 0.01;

fn clean(law: usize, random: &mut Random) -> f64 {
    let u = random.uniform();
    let z = normal::quantile(u).unwrap_or(0.0);
    match law {
        0 => z,
        1 => u,
        2 => -u.ln(),
        3 => (0.5 * z).exp(),
        4 => (1.5 * z).exp(),
        5 => u.powf(-1.0 / 3.0),
        6 => (40.0 + 12.0 * z).round(),
        // A t distribution with 5 degrees of freedom.
        7 => {
            let squares: f64 = (0..5)
                .map(|_| normal::quantile(random.uniform()).unwrap_or(0.0).powi(2))
                .sum();
            z / (squares / 5.0).sqrt()
        }
        // A gamma distribution with shape 2, mirrored.
        _ => u.ln() + random.uniform().ln(),
    }
}

/// Share of clean columns of a law in which a value lies outside.
fn alarms(law: usize, rows: usize, columns: u64) -> f64 {
    let mut count = 0;
    for seed in 0..columns {
        let mut random = Random::new(seed * 31 + law as u64);
        let mut values: Vec<f64> = (0..rows).map(|_| clean(law, &mut random)).collect();
        values.sort_by(f64::total_cmp);
        let Some([low, high]) = fences(&values, LEVEL) else {
            continue;
        };
        count += u64::from(values[0] < low || values[rows - 1] > high);
    }
    count as f64 / columns as f64
}

#[test]
fn clean_skewed_columns_have_few_false_alarms() {
    for law in 0..9 {
        let rate = alarms(law, 400, 300);
        assert!(rate <= 0.06, "law {law}: {rate}");
    }
}

#[test]
#[ignore = "minutes: prints the table of the notes"]
fn long_false_alarm_rates_of_outliers() {
    let names = [
        "normal",
        "uniform",
        "exponential",
        "lognormal 0.5",
        "lognormal 1.5",
        "Pareto 3",
        "ages",
        "t5",
        "mirrored gamma 2",
    ];
    for (law, name) in names.iter().enumerate() {
        let rates = [(50, 4000), (200, 4000), (1000, 2000), (20_000, 200)]
            .map(|(rows, columns)| (rows, alarms(law, rows, columns)));
        println!("{name}: {rates:?}");
        assert!(
            rates.iter().all(|(_, rate)| *rate <= 0.12),
            "{name}: {rates:?}"
        );
    }
}

#[test]
fn slips_are_caught() {
    let mut random = Random::new(5);
    let mut values: Vec<f64> = (0..1000).map(|_| clean(6, &mut random)).collect();
    values.sort_by(f64::total_cmp);
    let [low, high] = fences(&values, LEVEL).expect("a shape");
    assert!(high < 180.0 && high > values[999], "{high}");
    assert!(low > -100.0 && low < values[0], "{low}");
    // Up to one value in twenty a side may be wrong before the fence gives way.
    let mut wrong = values.clone();
    wrong.splice(960.., [400.0; 40]);
    wrong.sort_by(f64::total_cmp);
    assert!(fences(&wrong, LEVEL).expect("a shape")[1] < 400.0);
    assert_eq!(fences(&[1.0; 100], LEVEL), None, "no spread");
    assert_eq!(fences(&[1.0, 2.0, 3.0], LEVEL), None, "too few");
}
