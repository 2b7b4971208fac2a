//! Speed of reading.
use driftglass::table::*;
use std::io::Read;
fn rss(key: &str) -> String {
    std::fs::read_to_string("/proc/self/status")
        .unwrap()
        .lines()
        .find(|l| l.starts_with(key))
        .unwrap_or("")
        .to_string()
}
fn main() {
    let mut tables = vec![];
    let rounds: usize = std::env::args().nth(2).map_or(1, |x| x.parse().unwrap());
    let dir = std::env::args().nth(1).unwrap();
    let names: Vec<String> = if dir.ends_with(".csv") {
        vec![dir.clone()]
    } else {
        vec![format!("{dir}/ref.csv"), format!("{dir}/cur.csv")]
    };
    for r in 0..rounds {
        tables.clear();
        for name in &names {
            let mut f = std::fs::File::open(name).unwrap();
            let size = f.metadata().unwrap().len();
            let mut reader = Reader::new(
                name,
                Some(size),
                ReadOptions {
                    dialect: Default::default(),
                    memory_bytes: 1 << 30,
                    storage: None,
                },
            );
            let mut buf = vec![0u8; 1 << 20];
            let mut spent = std::time::Duration::ZERO;
            loop {
                let n = f.read(&mut buf).unwrap();
                if n == 0 {
                    break;
                }
                let t = std::time::Instant::now();
                reader.push(&buf[..n]).unwrap();
                spent += t.elapsed();
            }
            let t = std::time::Instant::now();
            let Finished::Table(table) = reader.finish().unwrap() else {
                panic!("reread")
            };
            spent += t.elapsed();
            println!(
                "{name}: {:.0} MB/s {} rows {:?} ms  {}",
                size as f64 / 1e6 / spent.as_secs_f64(),
                table.rows,
                spent.as_millis(),
                rss("VmRSS")
            );
            if r == 0 {
                let mut kinds = std::collections::BTreeMap::new();
                for c in &table.columns {
                    *kinds.entry(c.kind.as_str()).or_insert(0) += 1;
                }
                println!(
                    "{kinds:?} {:?} warnings {}",
                    table.ledger,
                    table.warnings.len()
                );
            }
            tables.push(table);
        }
    }
    println!("{} {}", rss("VmHWM"), rss("VmRSS"));
    let t = std::time::Instant::now();
    let mut n = 0;
    for c in &tables[0].columns {
        let d = Distribution::of(c);
        n += d.present;
    }
    println!("distributions {:?} {n}", t.elapsed());
}
