//! Drawings: snapshots of every kind in every theme, and what holds for any drawing.

use std::path::PathBuf;

use driftglass::charts::{
    DrawOptions, Frame, MAX_PRIMITIVES, Theme, describe, draw_on, has_picture, label_boxes,
    natural_height, svg, zoom,
};
use driftglass::report::{Block, Cell};
use plotters::prelude::SVGBackend;

use crate::charts_blocks::{each_kind, ecdf_pair};
use crate::charts_blocks_difficult::{difficult, difficult_dense, hostile};

pub const THEMES: [Theme; 3] = [Theme::Light, Theme::Dark, Theme::Print];

fn options(width: f64, theme: Theme) -> DrawOptions {
    DrawOptions {
        width,
        height: 0.0,
        pixel_ratio: 1.0,
        theme,
    }
}

/// One element a line, so that a change is readable.
fn normalised(svg: &str) -> String {
    svg.replace("><", ">\n<") + "\n"
}

#[test]
fn every_kind_looks_as_it_did() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/charts");
    let update = std::env::var_os("DRIFTGLASS_UPDATE").is_some();
    let mut changed = Vec::new();
    for (name, block) in each_kind() {
        let wide = THEMES.map(|theme| (640.0, theme));
        for (width, theme) in wide.into_iter().chain([(320.0, Theme::Light)]) {
            let theme_name = format!("{theme:?}").to_lowercase();
            let file = folder.join(format!("{name}-{width}-{theme_name}.svg"));
            let drawn = normalised(&svg(&block, &options(width, theme)).unwrap().text);
            if update {
                std::fs::write(&file, &drawn).unwrap();
            } else if std::fs::read_to_string(&file).unwrap_or_default() != drawn {
                changed.push(file.display().to_string());
            }
        }
    }
    assert!(
        changed.is_empty(),
        "drawings differ; look at them, then run with DRIFTGLASS_UPDATE=1: {changed:#?}"
    );
}

fn inside(frame: Frame, width: f64, height: f64) -> bool {
    frame.x >= -0.01
        && frame.y >= -0.01
        && frame.x + frame.width <= width + 0.01
        && frame.y + frame.height <= height + 0.01
}

fn overlap(a: Frame, b: Frame) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

#[test]
fn labels_neither_touch_nor_leave_and_marks_are_inside() {
    for (name, block) in each_kind()
        .into_iter()
        .chain(difficult())
        .chain(difficult_dense())
    {
        for width in [200.0, 320.0, 400.0, 640.0, 900.0] {
            let options = options(width, Theme::Light);
            let height = natural_height(&block, width);
            let labels = label_boxes(&block, &options);
            for (place, (text, frame)) in labels.iter().enumerate() {
                assert!(
                    inside(*frame, width, height),
                    "{name} at {width}: {text:?} leaves: {frame:?} of {height}"
                );
                for (other, second) in &labels[place + 1..] {
                    assert!(
                        !overlap(*frame, *second),
                        "{name} at {width}: {text:?} on {other:?}"
                    );
                }
            }
            let scene = svg(&block, &options).unwrap().scene;
            assert!(
                inside(scene.plot, width, height),
                "{name} at {width}: {:?}",
                scene.plot
            );
            for mark in &scene.marks {
                let hit = Frame {
                    x: mark.x,
                    y: mark.y,
                    width: mark.width,
                    height: mark.height,
                };
                assert!(inside(hit, width, height), "{name} at {width}: {mark:?}");
                assert!(
                    !mark.label.is_empty() && !mark.value.is_empty(),
                    "{name}: {mark:?}"
                );
            }
        }
    }
}

#[test]
fn every_drawn_coordinate_is_inside() {
    for (name, block) in each_kind()
        .into_iter()
        .chain(difficult())
        .chain(difficult_dense())
    {
        let drawn = svg(&block, &options(400.0, Theme::Dark)).unwrap().text;
        let (right, bottom) = (1600.0, natural_height(&block, 400.0) * 4.0);
        for element in drawn.split('<').filter(|e| !e.starts_with("svg")) {
            for (names, limit) in [
                (["x", "x1", "x2", "cx"], right),
                (["y", "y1", "y2", "cy"], bottom),
            ] {
                for attribute in names {
                    if let Some(value) = attribute_of(element, attribute) {
                        let value: f64 = value.parse().unwrap();
                        assert!((-4.0..=limit + 4.0).contains(&value), "{name}: {element}");
                    }
                }
            }
            if let Some(path) = attribute_of(element, "d") {
                for (x, y) in corners(path) {
                    assert!((-20.0..=right + 20.0).contains(&x), "{name}: {path}");
                    assert!((-20.0..=bottom + 20.0).contains(&y), "{name}: {path}");
                }
            }
        }
    }
}

/// The points that a path of `M`, `h`, `v`, `l` and `z` goes through.
fn corners(path: &str) -> Vec<(f64, f64)> {
    let mut out = Vec::new();
    let (mut x, mut y) = (0.0, 0.0);
    let starts = path.match_indices(|c: char| c.is_ascii_alphabetic());
    let ends = starts.clone().map(|(at, _)| at).skip(1);
    for ((from, letter), to) in starts.zip(ends.chain([path.len()])) {
        let numbers = path[from + 1..to].replace('-', " -");
        let numbers: Vec<f64> = numbers
            .split_whitespace()
            .map(|number| number.parse().unwrap())
            .collect();
        match letter {
            "M" => (x, y) = (numbers[0], numbers[1]),
            "h" | "v" | "l" => {}
            "z" => continue,
            other => panic!("{other} in {path}"),
        }
        if letter == "M" {
            out.push((x, y));
        }
        let pairs = match letter {
            "h" => numbers.iter().map(|step| (*step, 0.0)).collect(),
            "v" => numbers.iter().map(|step| (0.0, *step)).collect(),
            "l" => numbers.chunks(2).map(|step| (step[0], step[1])).collect(),
            _ => Vec::new(),
        };
        for (right, down) in pairs {
            (x, y) = (x + right, y + down);
            out.push((x, y));
        }
    }
    assert!(!out.is_empty(), "{path}");
    out
}

fn attribute_of<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let start = element.find(&format!(" {name}=\""))? + name.len() + 3;
    element[start..].split('"').next()
}

#[test]
fn svg_is_small_and_needs_nothing() {
    let drawn = svg(&ecdf_pair(200), &options(640.0, Theme::Light))
        .unwrap()
        .text;
    assert!(drawn.len() <= 20_000, "{} bytes", drawn.len());
    for (name, block) in each_kind() {
        let drawn = svg(&block, &options(640.0, Theme::Print)).unwrap().text;
        assert!(
            drawn.starts_with("<svg ") && drawn.ends_with("</svg>"),
            "{name}"
        );
        assert_eq!(drawn.matches("role=\"img\"").count(), 1, "{name}");
        assert!(drawn.contains("<title>"), "{name}");
        for refused in [
            " style=", " id=", "href", "<script", "<style", "url(", " class=",
        ] {
            assert!(!drawn.contains(refused), "{name}: {refused}");
        }
    }
}

#[test]
fn strings_from_data_stay_text() {
    for (name, block) in hostile() {
        let drawn = svg(&block, &options(640.0, Theme::Light)).unwrap();
        assert_eq!(drawn.text.matches("<script").count(), 0, "{name}");
        assert!(
            drawn.text.contains("&lt;script&gt;"),
            "{name}: the label is drawn"
        );
        let controls = |text: &str| text.chars().any(|c| c.is_control());
        assert!(!controls(&drawn.text), "{name}");
        assert!(
            drawn
                .scene
                .marks
                .iter()
                .all(|m| !controls(&m.label) && !controls(&m.value))
        );
        well_formed(name, &drawn.text);
    }
}

/// Every tag closes in order, every attribute is quoted, no bare `&` or `<`.
fn well_formed(name: &str, text: &str) {
    let mut open = Vec::new();
    for piece in text.split('<').skip(1) {
        let (tag, content) = piece.split_once('>').expect("a tag ends");
        assert!(!content.contains('>'), "{name}: {content}");
        assert_eq!(tag.matches('"').count() % 2, 0, "{name}: {tag}");
        for entity in piece.split('&').skip(1) {
            let ok = ["lt;", "gt;", "amp;", "quot;", "apos;"]
                .iter()
                .any(|e| entity.starts_with(e));
            assert!(ok, "{name}: &{entity}");
        }
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{name}");
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap_or(tag));
        }
    }
    assert!(open.is_empty(), "{name}: {open:?}");
}

#[test]
fn canvas_and_svg_draw_the_same_scene_at_every_ratio() {
    for (name, block) in each_kind() {
        let through_svg = svg(&block, &options(400.0, Theme::Light)).unwrap().scene;
        for pixel_ratio in [1.0, 1.5, 2.0] {
            let mut text = String::new();
            let height = natural_height(&block, 400.0);
            let size = ((400.0 * pixel_ratio) as u32, (height * pixel_ratio) as u32);
            let options = DrawOptions {
                pixel_ratio,
                ..options(400.0, Theme::Light)
            };
            let scene =
                draw_on(SVGBackend::with_string(&mut text, size), &block, &options).unwrap();
            assert_eq!(scene, through_svg, "{name} at {pixel_ratio}");
        }
    }
}

#[test]
fn canvas_and_svg_have_one_text_size() {
    let sizes = |text: &str| -> Vec<f64> {
        text.split("font-size=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
            .collect()
    };
    let drawn = svg(&ecdf_pair(50), &options(400.0, Theme::Light))
        .unwrap()
        .text;
    // Four viewBox units are one CSS px.
    let found = sizes(&drawn);
    assert!(!found.is_empty());
    for size in found {
        assert!(
            [44.0, 48.0].iter().any(|known| (size - known).abs() < 1e-9),
            "{size}"
        );
    }
}

#[test]
fn too_many_primitives_are_refused_by_the_surface() {
    use plotters::prelude::{BLACK, Circle, IntoDrawingArea};
    let mut text = String::new();
    let surface =
        driftglass::charts::Surface::new(SVGBackend::with_string(&mut text, (10, 10)), 1.0);
    let area = surface.into_drawing_area();
    for _ in 0..MAX_PRIMITIVES {
        area.draw(&Circle::new((5, 5), 1, BLACK)).unwrap();
    }
    assert!(area.draw(&Circle::new((5, 5), 1, BLACK)).is_err());
}

#[test]
fn the_largest_blocks_are_reduced() {
    for (name, block) in difficult().into_iter().chain(difficult_dense()) {
        for theme in THEMES {
            svg(&block, &options(640.0, theme)).unwrap_or_else(|e| panic!("{name}: {e}"));
        }
    }
}

#[test]
fn a_description_has_every_number_and_ends_as_a_sentence() {
    for (name, block) in each_kind()
        .into_iter()
        .chain(difficult())
        .chain(difficult_dense())
    {
        let description = describe(&block);
        assert!(
            description.sentence.ends_with('.'),
            "{name}: {}",
            description.sentence
        );
        for row in &description.table.rows {
            assert_eq!(row.len(), description.table.columns.len(), "{name}");
            let finite = |cell: &Cell| !matches!(cell, Cell::Number(value) if !value.is_finite());
            assert!(row.iter().all(finite), "{name}: {row:?}");
        }
    }
    let description = describe(&ecdf_pair(200));
    assert_eq!(description.table.rows.len(), 200);
    assert!(
        description.sentence.contains("52,020"),
        "{}",
        description.sentence
    );
    let Block::EcdfPair(pair) = ecdf_pair(200) else {
        unreachable!()
    };
    assert_eq!(
        description.table.rows[7][1],
        Cell::Number(pair.reference[7])
    );
}

#[test]
fn words_and_tables_have_no_drawing() {
    let block = Block::Table(describe(&ecdf_pair(3)).table);
    assert!(!has_picture(&block));
    assert_eq!(natural_height(&block, 640.0), 0.0);
    assert!(each_kind().iter().all(|(_, block)| has_picture(block)));
}

/// 1 to 100 once each, and twice as many of 51 to 100 as of 1 to 50.
fn known_pair() -> Block {
    let share = |low: f64, high: f64, i: u32| {
        f64::from(i.min(50)) * low + f64::from(i.saturating_sub(50)) * high
    };
    Block::EcdfPair(driftglass::report::EcdfPair {
        part: false,
        title: "Known".into(),
        unit: driftglass::report::Unit::Number,
        at: (1..=100).map(f64::from).collect(),
        reference: (1..=100).map(|i| share(0.01, 0.01, i)).collect(),
        current: (1..=100)
            .map(|i| share(1.0 / 150.0, 2.0 / 150.0, i))
            .collect(),
        gap: None,
    })
}

#[test]
fn other_views_are_of_the_same_numbers() {
    let bins = crate::charts_blocks::view(&known_pair(), "bins");
    let Block::Histogram(bins) = bins else {
        panic!("bins are a histogram")
    };
    assert_eq!(bins.edges.len(), 11);
    assert!(
        bins.reference
            .iter()
            .all(|share| (share - 0.1).abs() < 1e-9)
    );
    let sum: f64 = bins
        .contribution
        .expect("there")
        .values
        .iter()
        .flatten()
        .sum();
    // Five bins of 1/15 and five of 2/15 against tenths: 5 (1/15 − 1/10) ln(2/3) + 5 (2/15 − 1/10) ln(4/3).
    let index = 5.0 * (1.0 / 15.0 - 0.1) * libm::log(2.0 / 3.0)
        + 5.0 * (2.0 / 15.0 - 0.1) * libm::log(4.0 / 3.0);
    assert!((sum - index).abs() < 1e-9, "{sum} {index}");
    let Block::Curve(curve) = crate::charts_blocks::view(&known_pair(), "quantiles") else {
        panic!("quantiles are a curve")
    };
    let median = curve.lines[0].points.iter().find(|point| point.x == 50.0);
    // Half of the current rows lie at or below 63: 50/150 + 13 · 2/150 = 76/150.
    assert_eq!(median.expect("the median").y, 63.0);
    let Block::Ranking(parts) =
        crate::charts_blocks::view(&crate::charts_blocks::level_pair(), "contributions")
    else {
        panic!("contributions are a ranking")
    };
    assert!(
        parts.rows.iter().all(|row| row.label != "Public sector"),
        "new: no finite part"
    );
    assert!(
        parts
            .rows
            .windows(2)
            .all(|two| two[0].value >= two[1].value)
    );
    let first = (0.254 - 0.187) * libm::log(0.254 / 0.187);
    assert!((parts.rows[0].value - first).abs() < 1e-12);
}

#[test]
fn a_bin_that_is_empty_has_no_part_and_no_sum() {
    let mut block = known_pair();
    if let Block::EcdfPair(pair) = &mut block {
        for share in &mut pair.current[..20] {
            *share = 0.0;
        }
    }
    let Block::Histogram(bins) = crate::charts_blocks::view(&block, "bins") else {
        panic!("bins are a histogram")
    };
    assert_eq!(bins.contribution.as_ref().expect("there").values[0], None);
    let said = describe(&Block::Histogram(bins)).sentence;
    assert!(said.contains("not estimable"), "{said}");
}

#[test]
fn zooming_cuts_a_block_to_a_part_of_its_axis() {
    for (name, block) in each_kind() {
        let scene = svg(&block, &options(640.0, Theme::Light)).unwrap().scene;
        let Some(x) = scene.x else {
            assert!(zoom(&block, 0.0, 1.0).is_none(), "{name}: no axis, no zoom");
            continue;
        };
        let (low, high) = (
            x.low + (x.high - x.low) * 0.25,
            x.low + (x.high - x.low) * 0.75,
        );
        let part = zoom(&block, low, high).unwrap_or_else(|| panic!("{name} has an axis"));
        let after = svg(&part, &options(640.0, Theme::Light)).unwrap().scene;
        let shown = after.x.expect("still an axis");
        assert!(
            shown.high - shown.low < (x.high - x.low) * 0.95,
            "{name}: {x:?} to {shown:?}"
        );
        let rows = |block: &Block| describe(block).table.rows.len();
        assert!(rows(&part) < rows(&block), "{name}");
        // Nothing inside the part is lost: every number of it is one of the whole.
        let whole = describe(&block).table.rows;
        let kept = describe(&part).table.rows;
        assert!(kept.iter().all(|row| whole.contains(row)), "{name}");
        assert!(zoom(&block, high, low).is_none() && zoom(&block, f64::NAN, high).is_none());
    }
}
