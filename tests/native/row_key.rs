//! Keys of rows: content and occurrence decide, order does not.

use driftglass::table::row_key::{add_column, finish, row_keys, sample};
use driftglass::table::{Finished, ReadOptions, Reader, Table};

fn options() -> ReadOptions {
    ReadOptions {
        dialect: driftglass::config::Dialect::default(),
        memory_bytes: 1_000_000,
        seed: 1,
        storage: None,
        sample: None,
    }
}

fn read(text: &str) -> Table {
    let mut reader = Reader::new("a.csv", None, options());
    reader.push(text.as_bytes()).expect("readable");
    match reader.finish().expect("readable") {
        Finished::Table(table) => *table,
        Finished::Reread(_) => panic!("a small file is read once"),
    }
}

const ROWS: [&str; 7] = [
    "1,a,2024-01-01",
    "2,b,2024-01-02",
    "1,a,2024-01-01",
    ",b,2024-01-03",
    "2,,2024-01-02",
    "1,a,2024-01-01",
    "-0,c,2024-02-01",
];

fn table(order: &[usize]) -> Table {
    let rows: Vec<&str> = order.iter().map(|&row| ROWS[row]).collect();
    read(&format!("x,level,day\n{}\n", rows.join("\n")))
}

#[test]
fn keys_do_not_depend_on_row_order() {
    let straight = row_keys(&table(&[0, 1, 2, 3, 4, 5, 6]), 7);
    let turned = row_keys(&table(&[6, 5, 4, 3, 2, 1, 0]), 7);
    let sorted = |mut keys: Vec<u64>| {
        keys.sort_unstable();
        keys
    };
    assert_eq!(straight[3], turned[3]);
    assert_eq!(straight[6], turned[0]);
    assert_eq!(sorted(straight.clone()), sorted(turned));
    let distinct: std::collections::BTreeSet<u64> = straight.iter().copied().collect();
    assert_eq!(distinct.len(), 7, "equal rows are told apart");
    assert_ne!(straight, row_keys(&table(&[0, 1, 2, 3, 4, 5, 6]), 8));
}

#[test]
fn columns_add_up_in_any_order() {
    let table = table(&[0, 1, 2, 3, 4, 5, 6]);
    let mut keys = vec![0; table.rows];
    for column in table.columns.iter().rev() {
        add_column(&mut keys, column);
    }
    finish(&mut keys, 7);
    assert_eq!(keys, row_keys(&table, 7));
}

#[test]
fn a_sample_is_the_same_rows_in_the_same_order() {
    let order = [4, 0, 6, 2, 1, 3, 5];
    let (straight, turned) = (table(&[0, 1, 2, 3, 4, 5, 6]), table(&order));
    let take = |table: &Table| {
        let rows = sample(&row_keys(table, 7), 5);
        assert_eq!(rows.len(), 5);
        (table.take_rows(&rows), rows)
    };
    let ((first, rows), (second, others)) = (take(&straight), take(&turned));
    for (a, b) in first.columns.iter().zip(&second.columns) {
        assert_eq!((&a.data, &a.missing), (&b.data, &b.missing));
        assert_eq!(a.evidence.present + a.evidence.missing, 5);
    }
    for (place, (&a, &b)) in rows.iter().zip(&others).enumerate() {
        assert_eq!(first.row_number(place as u32), a);
        assert_eq!(ROWS[a as usize], ROWS[order[b as usize]]);
    }
    assert_eq!(sample(&row_keys(&straight, 7), 100).len(), 7);
    assert!(sample(&[], 3).is_empty());
}
