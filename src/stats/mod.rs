//! Numbers from slices: tests, effects with intervals, corrections. Sees slices only.
