//! When a column's bet was won, all columns together.

use super::story::{Frame, Story};
use crate::stats::correction::benjamini_hochberg;

/// When a column's bet was won, corrected over all columns that were looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Alarm {
    /// Always-valid p-value at the end, corrected.
    pub(super) q: f64,
    /// The first window after which the corrected value was at or below the level.
    pub(super) window: Option<usize>,
}

/// The alarms of all columns. At each look the inverse wealths are corrected together (Wang R, Ramdas A 2022, JRSS B
/// 84, 822: Benjamini–Hochberg on them holds under any dependence between columns).
pub(super) fn alarms(frame: &Frame, stories: &[Story]) -> Vec<Option<Alarm>> {
    let mut alarms: Vec<Option<Alarm>> = vec![None; stories.len()];
    for window in 0..frame.slots.len() {
        let p: Vec<Option<f64>> = stories
            .iter()
            .map(|story| story.looks.as_ref()?.get(window).copied())
            .collect();
        for (alarm, q) in alarms.iter_mut().zip(benjamini_hochberg(&p)) {
            let Some(q) = q else { continue };
            let first = (q <= frame.level).then_some(window);
            let before = alarm.and_then(|a| a.window);
            *alarm = Some(Alarm {
                q,
                window: before.or(first),
            });
        }
    }
    alarms
}
