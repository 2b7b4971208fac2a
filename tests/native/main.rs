//! Native tests, one binary: each module is one concern.
#![cfg(not(target_arch = "wasm32"))]

mod architecture;
mod build_settings;
mod calibration;
mod catalog;
mod charts;
mod charts_blocks;
mod cohort;
mod drift_compatibility;
mod drift_generator;
mod drift_kinds;
mod drift_robustness;
mod drift_selected;
mod drift_self_check;
mod error_table;
mod explain_extremes;
mod explain_golden;
mod explain_models;
mod explain_reference;
mod explain_session;
mod explain_trees;
mod explain_views;
mod exports;
mod fairness;
mod fairness_golden;
mod fairness_groups;
mod fairness_likeness;
mod fairness_outcomes;
mod fairness_verdicts;
#[cfg(feature = "schema")]
mod generated_types;
mod groups_coverage;
mod groups_golden;
mod join;
mod model;
mod model_file_boosters;
mod model_file_fold;
mod model_file_golden;
mod model_file_hostile;
mod model_file_packed;
mod model_folded;
mod model_scored;
mod number;
mod one_file;
mod over_time;
mod over_time_statistics;
mod pipeline;
mod places;
mod predictor;
mod quality;
mod quality_data;
mod quality_learn;
mod quality_outliers;
mod rate_coverage;
mod rate_golden;
mod rate_properties;
mod roles;
mod row_key;
mod separability;
mod settings;
mod slices;
mod stats;
mod stats_auc;
mod stats_contribution;
mod stats_coverage;
mod stats_distance;
mod stats_effect;
mod stats_effect_coverage;
mod stats_fault;
mod stats_golden;
mod stats_homogeneity;
mod stats_properties;
mod stats_random;
mod stats_relabel;
mod stats_rhythm;
mod stats_two_sample;
mod table_dialects;
mod table_errors;
mod table_golden;
mod table_parts;
mod table_properties;
mod table_reading;
mod taken_away;
mod weighted;
mod wording;

#[path = "../fuzz/inputs.rs"]
mod inputs;
#[path = "../fuzz/model_file.rs"]
mod model_file_fuzz;
#[path = "../fuzz/pickle_and_onnx.rs"]
mod pickle_and_onnx_fuzz;
#[path = "../fuzz/table.rs"]
mod table_fuzz;
