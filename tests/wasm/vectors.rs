//! Rows are cut with vectors here, and without them in the native tests; numbers are read as the compiler makes it of words.

use kernels::cells::{Span, Structural, Unread, cut_rows, read_numbers};
use wasm_bindgen_test::wasm_bindgen_test;

/// Numbers below a bound, one after the other.
fn draws() -> impl FnMut(usize) -> usize {
    let mut state = 3u64;
    move |below| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    }
}

#[wasm_bindgen_test]
fn numbers_are_what_the_library_reads() {
    let mut draw = draws();
    let (mut plain, mut read) = (0, 0);
    for round in 0..100_000 {
        let digits: Vec<u8> = (0..=draw(17)).map(|_| b'0' + draw(10) as u8).collect();
        let mut cell = String::from_utf8(digits).expect("digits");
        let pointed = draw(5) > 0;
        if pointed {
            cell.insert(draw(cell.len() + 1), '.');
        }
        let negative = draw(3) == 0;
        if negative {
            cell.insert(0, '-');
        }
        if round % 4 == 0 {
            let odd = ["-", ".", "e", " ", "/", ":"][draw(6)];
            cell.insert_str(draw(cell.len() + 1), odd);
        } else {
            let digits = cell.len() - usize::from(negative) - usize::from(pointed);
            plain += usize::from(pointed && digits <= 15);
        }
        // Whole words are looked at where so much stands behind a cell.
        let behind = &",2.345678901234567890123456"[..1 + draw(27)];
        let text = format!("1{cell}{behind}");
        let spans = [Span::plain(1, 1 + cell.len())];
        let mut numbers = [0.0];
        if read_numbers(text.as_bytes(), &spans, 1, &mut numbers) != Unread::default() {
            continue;
        }
        let [value] = numbers;
        read += usize::from(round % 4 > 0);
        let expected = cell.parse().map(f64::to_bits);
        assert_eq!(expected, Ok(value.to_bits()), "{cell}");
    }
    assert!(read >= plain && plain > 40_000, "{read} of {plain}");
}

#[wasm_bindgen_test]
fn rows_are_cut_where_delimiters_stand() {
    let mut draw = draws();
    for round in 0..300 {
        let width = 2 + draw(30);
        let (mut text, mut expected) = (String::new(), Vec::new());
        for _ in 0..draw(50) {
            for cell in 0..width {
                let quoted = round % 2 == 0 && draw(6) == 0;
                let start = text.len();
                let length = 1 + draw(12);
                let content: String = (0..length)
                    .map(|at| if at == 2 { '+' } else { 'x' })
                    .collect();
                if quoted {
                    text += &format!("\"{}\"", content.replace('+', ","));
                    expected.push(Span::plain(start + 1, start + 1 + length));
                } else {
                    text += &content;
                    expected.push(Span::plain(start, start + length));
                }
                text += match (cell + 1 < width, round % 3) {
                    (true, _) => ",",
                    (false, 0) => "\r\n",
                    (false, _) => "\n",
                };
            }
        }
        let rows = expected.len() / width;
        text += &"x".repeat(128);
        let mut spans = Vec::new();
        let structural = Structural::new(b',', b'"');
        let cut = cut_rows(text.as_bytes(), 0, structural, width, 1000, &mut spans);
        // A quote and a carriage return at the two sides of a block are left to others.
        assert!(cut.rows == rows || (cut.odd && round % 6 == 0), "{text:?}");
        assert_eq!(spans, expected[..cut.rows * width], "{text:?}");
    }
}
