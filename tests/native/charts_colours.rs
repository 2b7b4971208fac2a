//! Colours of drawings: contrast, and what is left of it for those who see fewer colours.

use driftglass::charts::{Palette, contrast, readable_on};

use crate::charts::THEMES;

fn text_colours(palette: &Palette) -> [(&'static str, (u8, u8, u8)); 4] {
    [
        ("ink", palette.ink),
        ("muted", palette.muted),
        ("current ink", palette.current_ink),
        ("threshold", palette.threshold),
    ]
}

#[test]
fn colours_have_contrast() {
    assert!((contrast((0, 0, 0), (255, 255, 255)) - 21.0).abs() < 1e-9);
    for theme in THEMES {
        let palette = theme.palette();
        for (name, colour) in text_colours(palette) {
            let ratio = contrast(colour, palette.surface);
            assert!(ratio >= 4.5, "{theme:?} text {name}: {ratio}");
        }
        let marks = [palette.reference, palette.current, palette.threshold];
        for colour in marks.into_iter().chain(palette.series) {
            let ratio = contrast(colour, palette.surface);
            assert!(ratio >= 3.0, "{theme:?} mark {colour:?}: {ratio}");
        }
    }
}

#[test]
fn printed_numbers_are_readable_on_every_shade() {
    for theme in THEMES {
        let palette = theme.palette();
        let (from, to) = palette.shade;
        for step in 0..=100 {
            let part = |a: u8, b: u8| {
                (f64::from(a) + (f64::from(b) - f64::from(a)) * f64::from(step) / 100.0).round()
                    as u8
            };
            let shade = (part(from.0, to.0), part(from.1, to.1), part(from.2, to.2));
            let best = contrast(readable_on(shade), shade);
            assert!(best >= 4.5, "{theme:?} at {step} %: {best}");
        }
    }
}

/// Machado, Oliveira & Fernandes (2009), severity 1.0, on linear RGB.
const DEFICIENCIES: [(&str, [[f64; 3]; 3]); 3] = [
    (
        "protanopia",
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ),
];

fn linear((r, g, b): (u8, u8, u8)) -> [f64; 3] {
    [r, g, b].map(|part| {
        let c = f64::from(part) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            libm::pow((c + 0.055) / 1.055, 2.4)
        }
    })
}

/// CIE L*a*b* of linear RGB under D65.
fn lab(rgb: [f64; 3]) -> [f64; 3] {
    let m = [
        [0.4124, 0.3576, 0.1805],
        [0.2126, 0.7152, 0.0722],
        [0.0193, 0.1192, 0.9505],
    ];
    let white = [0.9505, 1.0, 1.089];
    let f = |t: f64| {
        if t > 0.008856 {
            libm::cbrt(t)
        } else {
            7.787 * t + 16.0 / 116.0
        }
    };
    let [x, y, z] = [0, 1, 2].map(|i| {
        f((0..3)
            .map(|j| m[i][j] * rgb[j].clamp(0.0, 1.0))
            .sum::<f64>()
            / white[i])
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// How far two colours are apart (ΔE*ab) for one who sees them like this.
fn apart(a: (u8, u8, u8), b: (u8, u8, u8), vision: &[[f64; 3]; 3]) -> f64 {
    let seen = |colour| {
        let rgb = linear(colour);
        lab([0, 1, 2].map(|i| (0..3).map(|j| vision[i][j] * rgb[j]).sum()))
    };
    let (a, b) = (seen(a), seen(b));
    let squares = (0..3).map(|i| (a[i] - b[i]) * (a[i] - b[i]));
    squares.sum::<f64>().sqrt()
}

#[test]
fn reference_and_current_differ_under_every_colour_vision() {
    for theme in THEMES {
        let palette = theme.palette();
        for (name, matrix) in DEFICIENCIES {
            let distance = apart(palette.reference, palette.current, &matrix);
            assert!(distance >= 25.0, "{theme:?} {name}: {distance}");
        }
    }
}

#[test]
fn two_hues_of_a_strip_differ_from_each_other_and_from_the_middle() {
    for theme in THEMES {
        let palette = theme.palette();
        for (name, matrix) in DEFICIENCIES {
            let ends = [palette.series[0], palette.current, palette.shade.0];
            for (a, b) in [(0, 1), (0, 2), (1, 2)] {
                let distance = apart(ends[a], ends[b], &matrix);
                assert!(distance >= 20.0, "{theme:?} {name}: {distance}");
            }
        }
    }
}
