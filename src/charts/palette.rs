//! Colours for light, dark and print. After Okabe & Ito (2008), "Color Universal Design": told apart without
//! red–green vision; a test checks contrast and distance under simulated colour blindness.

use serde::{Deserialize, Serialize};

/// For which surface a chart is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Theme {
    /// On a light surface.
    #[default]
    Light,
    /// On a dark surface.
    Dark,
    /// On white paper, also without colour.
    Print,
}

/// Red, green, blue.
pub type Colour = (u8, u8, u8);

/// The colours of one theme. Charts are drawn without a background of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// The surface that the colours are made for.
    pub surface: Colour,
    /// Labels and annotations.
    pub ink: Colour,
    /// Axis labels and notes.
    pub muted: Colour,
    /// Gridlines: felt rather than seen.
    pub grid: Colour,
    /// The zero line and axis lines.
    pub axis: Colour,
    /// The reference: neutral.
    pub reference: Colour,
    /// The current file: strong.
    pub current: Colour,
    /// Text in the colour of the current file.
    pub current_ink: Colour,
    /// What is judged against.
    pub threshold: Colour,
    /// Several series, in this order.
    pub series: [Colour; 6],
    /// Low and high end of shaded cells.
    pub shade: (Colour, Colour),
}

const LIGHT: Palette = Palette {
    surface: (255, 255, 255),
    ink: (27, 36, 48),
    muted: (88, 101, 117),
    grid: (230, 234, 239),
    axis: (152, 163, 176),
    reference: (98, 116, 138),
    current: (213, 84, 0),
    current_ink: (176, 66, 0),
    threshold: (122, 63, 152),
    series: [
        (0, 106, 168),
        (206, 84, 0),
        (0, 134, 98),
        (176, 82, 140),
        (143, 107, 0),
        (70, 80, 95),
    ],
    shade: ((240, 244, 248), (0, 90, 150)),
};

const DARK: Palette = Palette {
    surface: (18, 23, 30),
    ink: (232, 237, 243),
    muted: (160, 172, 186),
    grid: (40, 48, 58),
    axis: (98, 110, 124),
    reference: (142, 162, 184),
    current: (255, 150, 64),
    current_ink: (255, 170, 100),
    threshold: (200, 150, 232),
    series: [
        (86, 180, 233),
        (255, 150, 64),
        (60, 200, 155),
        (230, 150, 195),
        (226, 200, 80),
        (190, 200, 212),
    ],
    shade: ((30, 38, 48), (110, 190, 240)),
};

const PRINT: Palette = Palette {
    surface: (255, 255, 255),
    ink: (0, 0, 0),
    muted: (70, 70, 70),
    grid: (222, 222, 222),
    axis: (120, 120, 120),
    reference: (128, 138, 150),
    current: (160, 55, 0),
    current_ink: (150, 50, 0),
    threshold: (90, 40, 120),
    series: [
        (0, 84, 140),
        (190, 76, 0),
        (0, 120, 88),
        (160, 70, 125),
        (126, 94, 0),
        (50, 50, 50),
    ],
    shade: ((245, 245, 245), (60, 80, 100)),
};

impl Theme {
    /// The colours of this theme.
    pub fn palette(self) -> &'static Palette {
        match self {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
            Theme::Print => &PRINT,
        }
    }
}

impl Palette {
    /// Colour of a dot whose third number stands at this place among all, from 0 to 1; never so light that it is lost.
    pub(super) fn dot(&self, shade: Option<f64>) -> Colour {
        match shade.filter(|shade| shade.is_finite()) {
            Some(shade) => mix(
                self.shade.0,
                self.shade.1,
                0.15 + 0.85 * shade.clamp(0.0, 1.0),
            ),
            None => self.muted,
        }
    }
}

/// The colour a share `t` (0 to 1) of the way from `from` to `to`.
pub(super) fn mix(from: Colour, to: Colour, t: f64) -> Colour {
    let t = t.clamp(0.0, 1.0);
    let part = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * t).round() as u8;
    (part(from.0, to.0), part(from.1, to.1), part(from.2, to.2))
}

/// Relative luminance (WCAG 2.2, "relative luminance").
pub(super) fn luminance(colour: Colour) -> f64 {
    let linear = |part: u8| {
        let c = f64::from(part) / 255.0;
        if c <= 0.040_45 {
            c / 12.92
        } else {
            libm::pow((c + 0.055) / 1.055, 2.4)
        }
    };
    0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2)
}

/// Contrast ratio, 1 to 21 (WCAG 2.2, "contrast ratio").
pub fn contrast(a: Colour, b: Colour) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Black or white, whichever is easier to read on `colour`: only these two reach 4.5:1 on every colour.
pub fn readable_on(colour: Colour) -> Colour {
    let (black, white) = ((0, 0, 0), (255, 255, 255));
    if contrast(black, colour) >= contrast(white, colour) {
        black
    } else {
        white
    }
}
