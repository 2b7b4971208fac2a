//! Tests that stay valid when they are looked at after every day: the chance that the p-value is *ever* at or below
//! α is at most α, however often one looks and whenever one stops.

pub mod mixture;
pub mod ranks;
