//! Native tests, one binary: each module is one concern.
#[test]
fn builds() {}
