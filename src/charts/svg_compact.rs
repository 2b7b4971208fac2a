//! plotters' elements in fewer bytes: neighbours that look alike share one element, paths go step by step, and texts,
//! which nothing is ever drawn upon, stand behind everything else, each kind in a group.

use std::fmt::Write;

/// The middle of a text's small letters lies this share of its size above the line it stands on.
const HALF_X_HEIGHT: f64 = 0.26;

/// Rewrites what plotters-svg wrote. Text content never holds a quote that is not escaped, so that only attributes match.
pub(super) fn compact(body: &str) -> String {
    let mut out = Out::default();
    for element in body.split('<').skip(1) {
        let (tag, content) = element.split_once('>').unwrap_or((element, ""));
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        let of = |attribute: &str| value(tag, attribute);
        let see_through = match of("opacity") {
            "" | "1" => String::new(),
            opacity => format!(" opacity=\"{opacity}\""),
        };
        match name {
            "rect" => {
                let (width, height) = (of("width"), of("height"));
                let paint = format!(" fill=\"{}\"{see_through}", of("fill"));
                let path = format!("M{} {}h{width}v{height}h-{width}z", of("x"), of("y"));
                out.path(paint, &path, see_through.is_empty());
            }
            "polyline" | "polygon" => {
                let stroke = match of("stroke") {
                    "" => format!(" fill=\"{}\"", of("fill")),
                    stroke => format!(
                        " fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{}\"",
                        of("stroke-width")
                    ),
                };
                let mut path = steps(of("points"));
                if name == "polygon" {
                    path.push('z');
                }
                out.path(stroke + &see_through, &path, see_through.is_empty());
            }
            "circle" => {
                let stroke = match of("stroke") {
                    "none" | "" => String::new(),
                    stroke => format!(
                        " stroke=\"{stroke}\" stroke-width=\"{}\"",
                        of("stroke-width")
                    ),
                };
                out.element(&format!(
                    "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"{stroke}{see_through}/>",
                    of("cx"),
                    of("cy"),
                    of("r"),
                    of("fill")
                ));
            }
            "text" => {
                let anchor = match of("text-anchor") {
                    "start" => String::new(),
                    anchor => format!(" text-anchor=\"{anchor}\""),
                };
                let size = of("font-size");
                let y = of("y").parse::<f64>().unwrap_or(0.0)
                    + size.parse::<f64>().unwrap_or(0.0) * HALF_X_HEIGHT;
                out.label(
                    format!("{anchor} font-size=\"{size}\" fill=\"{}\"", of("fill")),
                    &format!("<text x=\"{}\" y=\"{y:.0}\"", of("x")),
                    content.trim_matches('\n'),
                );
            }
            _ => {}
        }
    }
    out.finish()
}

fn value<'a>(tag: &'a str, attribute: &str) -> &'a str {
    let Some((_, rest)) = tag.split_once(&format!(" {attribute}=\"")) else {
        return "";
    };
    rest.split('"').next().unwrap_or_default()
}

/// `x,y x,y …` as a path of steps.
fn steps(points: &str) -> String {
    let mut out = String::new();
    let mut before: Option<(i32, i32)> = None;
    // The last step's letter: the next one of its kind needs none.
    let mut letter = 'M';
    for point in points.split_whitespace() {
        let Some((x, y)) = point.split_once(',') else {
            continue;
        };
        let (Ok(x), Ok(y)) = (x.parse::<i32>(), y.parse::<i32>()) else {
            continue;
        };
        let Some((from_x, from_y)) = before else {
            let _ = write!(out, "M{x} {y}");
            before = Some((x, y));
            continue;
        };
        let (right, down) = (x - from_x, y - from_y);
        let (wanted, numbers) = match (right, down) {
            (0, 0) => continue,
            (right, 0) => ('h', signed(right, true)),
            (0, down) => ('v', signed(down, true)),
            (right, down) => ('l', signed(right, true) + &signed(down, false)),
        };
        if wanted != letter {
            out.push(wanted);
            letter = wanted;
        } else if !numbers.starts_with('-') {
            out.push(' ');
        }
        out.push_str(&numbers);
        before = Some((x, y));
    }
    out
}

/// A number of a step; one that follows another is set apart by its sign or a space.
fn signed(value: i32, first: bool) -> String {
    let apart = if first || value < 0 { "" } else { " " };
    format!("{apart}{value}")
}

/// What is written, the path that the next shape may join, and the texts by their font.
#[derive(Default)]
struct Out {
    text: String,
    paint: String,
    path: String,
    labels: Vec<(String, Vec<String>)>,
}

impl Out {
    /// Shapes of one paint become one path. What can be seen through shows where two lie on each other: these stay two.
    fn path(&mut self, paint: String, path: &str, joins: bool) {
        if self.path.is_empty() || !joins || self.paint != paint {
            self.close();
            self.paint = paint;
        }
        self.path.push_str(path);
    }

    fn label(&mut self, font: String, start: &str, content: &str) {
        let label = format!("{start}>{content}</text>");
        match self.labels.iter_mut().find(|(known, _)| *known == font) {
            Some((_, labels)) => labels.push(label),
            None => self.labels.push((font, vec![label])),
        }
    }

    fn element(&mut self, element: &str) {
        self.close();
        self.text.push_str(element);
    }

    fn close(&mut self) {
        if !self.path.is_empty() {
            let _ = write!(self.text, "<path{} d=\"{}\"/>", self.paint, self.path);
            self.path.clear();
        }
    }

    fn finish(mut self) -> String {
        self.close();
        for (font, labels) in &self.labels {
            let _ = match labels.as_slice() {
                [label] => write!(self.text, "{}", label.replacen('>', &format!("{font}>"), 1)),
                labels => write!(self.text, "<g{font}>{}</g>", labels.concat()),
            };
        }
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_one_paint_share_a_path_and_steps_are_relative() {
        let body = "\n<rect x=\"1\" y=\"2\" width=\"3\" height=\"4\" opacity=\"1\" fill=\"#111111\" stroke=\"none\"/>\n<rect x=\"9\" y=\"2\" width=\"3\" height=\"4\" opacity=\"1\" fill=\"#111111\" stroke=\"none\"/>\n<polyline fill=\"none\" opacity=\"1\" stroke=\"#222222\" stroke-width=\"8\" points=\"10,10 14,10 14,10 14,7 20,2 18,5 \"/>\n";
        assert_eq!(
            compact(body),
            "<path fill=\"#111111\" d=\"M1 2h3v4h-3zM9 2h3v4h-3z\"/><path fill=\"none\" stroke=\"#222222\" stroke-width=\"8\" d=\"M10 10h4v-3l6-5-2 3\"/>"
        );
    }

    #[test]
    fn what_can_be_seen_through_stays_apart_and_texts_of_one_kind_stand_together() {
        let polygon = "<polygon opacity=\"0.5\" fill=\"#333333\" points=\"0,0 5,0 5,5 \"/>\n";
        assert_eq!(compact(&polygon.repeat(2)).matches("<path").count(), 2);
        let text = |x: u8, size: u8| {
            format!(
                "<text x=\"{x}\" y=\"40\" dy=\"0.5ex\" text-anchor=\"end\" font-family=\"a\" font-size=\"{size}\" opacity=\"1\" fill=\"#444444\">\na &lt; b\n</text>\n"
            )
        };
        assert_eq!(
            compact(&(text(1, 100) + &text(3, 50) + &text(2, 100))),
            "<g text-anchor=\"end\" font-size=\"100\" fill=\"#444444\"><text x=\"1\" y=\"66\">a &lt; b</text><text x=\"2\" y=\"66\">a &lt; b</text></g><text x=\"3\" y=\"53\" text-anchor=\"end\" font-size=\"50\" fill=\"#444444\">a &lt; b</text>"
        );
    }
}
