//! What differs between the pilot and the roll-out: the truth that the sample files carry.

/// A level and its share of the rows.
pub type Share = (&'static str, f64);

/// The twelve regions; the same mix in both files. Lombardy is where the roll-out records income in cents.
pub const REGIONS: [Share; 12] = [
    ("Algarve", 0.04),
    ("Andalusia", 0.11),
    ("Attica", 0.06),
    ("Bavaria", 0.13),
    ("Brittany", 0.05),
    ("Catalonia", 0.10),
    ("Flanders", 0.09),
    ("Leinster", 0.06),
    ("Lombardy", 0.14),
    ("Piedmont", 0.07),
    ("Saxony", 0.09),
    ("Tyrol", 0.06),
];

/// Genders; the same mix in both files.
pub const GENDERS: [Share; 3] = [("female", 0.49), ("male", 0.49), ("other", 0.02)];

/// How one file's rows are drawn. Whatever is not named here is drawn the same way in both files.
pub struct Period {
    /// Seed of the file.
    pub seed: u64,
    /// Rows under the header.
    pub rows: usize,
    /// Month and first day of four weeks in 2026, starting on a Monday.
    pub start: (u32, u32),
    /// Mean of age in years; its standard deviation is 12 before cutting to 18..=84.
    pub age_mean_years: f64,
    /// Customer segments.
    pub segments: &'static [Share],
    /// Share of rows with 1, 2, 3 and 4 offers.
    pub offers: [f64; 4],
    /// Added to the mean of the incentive, in euros, before rounding to steps of 5.
    pub incentive_shift_euros: f64,
    /// The region whose income is written in cents.
    pub cents_region: Option<&'static str>,
    /// Share of rows without a satisfaction answer.
    pub satisfaction_missing: f64,
    /// Share of rows scored by the new model version v2.0; the rest is v1.4.
    pub new_model_share: f64,
    /// Added by v2.0 to the log-odds of its score, without a reason in the outcome.
    pub new_model_log_odds: f64,
    /// Share of feature lookups that miss the cache and take three times as long.
    pub cache_miss: f64,
    /// Added to the log-odds of approval for women, whatever the score says.
    pub female_approval_log_odds: f64,
}

/// The pilot: `reference.csv`.
pub const PILOT: Period = Period {
    seed: 20_260_105,
    rows: 12_000,
    start: (1, 5),
    age_mean_years: 42.0,
    segments: &[
        ("new", 0.30),
        ("returning", 0.35),
        ("loyal", 0.25),
        ("dormant", 0.10),
    ],
    offers: [0.40, 0.30, 0.20, 0.10],
    incentive_shift_euros: 0.0,
    cents_region: None,
    satisfaction_missing: 0.04,
    new_model_share: 0.0,
    new_model_log_odds: 0.0,
    cache_miss: 0.0,
    female_approval_log_odds: 0.0,
};

/// The roll-out: `current.csv`.
pub const ROLL_OUT: Period = Period {
    seed: 20_260_329,
    rows: 13_000,
    start: (3, 2),
    age_mean_years: 48.0,
    segments: &[
        ("new", 0.282),
        ("returning", 0.329),
        ("loyal", 0.235),
        ("dormant", 0.094),
        ("partner", 0.06),
    ],
    offers: [0.37, 0.30, 0.22, 0.11],
    incentive_shift_euros: 0.4,
    cents_region: Some("Lombardy"),
    satisfaction_missing: 0.15,
    new_model_share: 0.75,
    new_model_log_odds: 0.3,
    cache_miss: 0.18,
    female_approval_log_odds: -0.5,
};
