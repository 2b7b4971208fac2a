//! Config: unknown keys are refused with a suggestion, defaults are filled in, values are checked.

use driftglass::analysis::Module;
use driftglass::catalog::CATALOG;
use driftglass::config::Config;
use driftglass::error::Code;
use driftglass::pipeline::{check_config, default_config, verdict_module};
use serde_json::json;

#[test]
fn an_empty_file_means_the_complete_default() {
    let config = check_config(json!({})).expect("valid");
    assert_eq!(config, default_config());
    for entry in CATALOG {
        assert!(
            config.analyses.contains_key(entry.meta.id),
            "{} has no parameters",
            entry.meta.id
        );
    }
    assert_eq!(config.analyses["drift"]["distance"], json!(0.15));
    assert_ne!(config, Config::default(), "the catalog fills in parameters");
}

#[test]
fn a_config_survives_being_written_and_read() {
    let config = check_config(json!({"seed": 7, "roles": {"age": "feature"}, "analyses": {"drift": {"missing_rate": 0.02}}}))
        .expect("valid");
    let again = check_config(serde_json::to_value(&config).expect("writes")).expect("valid");
    assert_eq!(config, again);
    assert_eq!(again.analyses["drift"]["missing_rate"], json!(0.02));
    assert_eq!(again.analyses["drift"]["total_variation"], json!(0.05));
}

#[test]
fn unknown_keys_are_refused_with_the_nearest_known_one() {
    for (value, found, suggestion) in [
        (json!({"sed": 1}), "sed", "`seed`"),
        (
            json!({"budgets": {"memory_byte": 1}}),
            "budgets.memory_byte",
            "`memory_bytes`",
        ),
        (
            json!({"analyses": {"drif": {}}}),
            "analyses.drif",
            "`drift`",
        ),
        (
            json!({"analyses": {"drift": {"distanc": 0.2}}}),
            "analyses.drift.distanc",
            "`distance`",
        ),
    ] {
        let error = check_config(value).expect_err("refused");
        assert_eq!(error.code, Code::ConfigUnknownKey);
        assert!(
            error.found.contains(&format!("`{found}`")),
            "{}",
            error.found
        );
        assert!(error.action.contains(suggestion), "{}", error.action);
    }
    let error = check_config(json!({"colour_of_the_sky": 1})).expect_err("refused");
    assert!(
        error
            .action
            .starts_with("Remove it, or use one of: analyses, budgets"),
        "{}",
        error.action
    );
}

#[test]
fn impossible_values_are_refused() {
    for value in [
        json!({"correction": {"level": 0}}),
        json!({"correction": {"level": 1.5}}),
        json!({"seed": -1}),
        json!({"seed": "seven"}),
        json!({"language": "xx"}),
        json!({"budgets": {"curve_points": 1}}),
        json!({"budgets": {"listed_levels": 1_000_000}}),
        json!({"budgets": {"memory_bytes": 5}}),
        json!({"dialect": {"delimiter": "x"}}),
        json!({"dialect": {"decimal": ";"}}),
        json!({"dialect": {"date_order": "year-first"}}),
        json!({"dialect": {"missing": "NA"}}),
        json!({"roles": {"age": "wizard"}}),
        json!({"analyses": {"drift": {"missing_rate": 2}}}),
        json!({"analyses": {"drift": {"missing_rate": null}}}),
        json!([]),
        json!(3),
    ] {
        let error = check_config(value.clone()).expect_err(&value.to_string());
        assert_eq!(error.code, Code::ConfigInvalidValue, "{value}");
    }
    assert_eq!(
        check_config(json!({"version": 2})).expect_err("newer").code,
        Code::ConfigVersion
    );
}

#[test]
fn names_that_nothing_has_are_refused_with_the_nearest_one() {
    for (value, suggestion) in [
        (
            json!({"correction": {"method": "bonferoni"}}),
            "`bonferroni`",
        ),
        (
            json!({"analyses": {"drift": {"number_test": "anderson-darlin"}}}),
            "`anderson-darling`",
        ),
        (
            json!({"analyses": {"drift": {"level_test": "fischer"}}}),
            "`fisher`",
        ),
        (
            json!({"analyses": {"drift": {"column_tests": {"age": "welsh"}}}}),
            "`welch`",
        ),
    ] {
        let error = check_config(value).expect_err("refused");
        assert_eq!(error.code, Code::ConfigInvalidValue);
        assert!(error.action.contains(suggestion), "{}", error.action);
    }
    let error = check_config(json!({"analyses": {"drift": {"level_test": "ks-distance"}}}))
        .expect_err("a distance of numbers only");
    assert!(error.action.starts_with("Use one of: chi-square, fisher"));
}

#[test]
fn only_what_the_engine_lacks_needs_the_full_module() {
    for (value, module) in [
        (json!({}), Module::Engine),
        (json!({"correction": {"method": "bh"}}), Module::Engine),
        (
            json!({"analyses": {"drift": {"psi": 0.2, "level_test": "chi-square"}}}),
            Module::Engine,
        ),
        (json!({"correction": {"method": "holm"}}), Module::Full),
        (
            json!({"analyses": {"drift": {"number_test": "kuiper"}}}),
            Module::Full,
        ),
        (
            json!({"analyses": {"drift": {"column_tests": {"age": "ks"}}}}),
            Module::Full,
        ),
    ] {
        let config = check_config(value.clone()).expect("valid");
        assert_eq!(verdict_module(&config), Ok(module), "{value}");
    }
}
