//! Protected attributes from a file of their own: keys, duplicates, what is refused, and the audit that follows.

use driftglass::config::{Config, JoinKey, Role};
use driftglass::error::Code;
use driftglass::pipeline::{check_config, run};
use driftglass::report::Severity;
use driftglass::table::{Table, join};
use serde_json::json;

use crate::pipeline::read;

const SCORED: &str = "id,decision\n1,yes\n2,no\n3,yes\n,no\n5,no\n";

fn keyed(column: &str, other: Option<&str>) -> JoinKey {
    JoinKey {
        column: Some(column.into()),
        attributes_column: other.map(str::to_owned),
    }
}

/// Values of a column as texts.
fn values(table: &Table, name: &str) -> Vec<Option<String>> {
    use driftglass::table::ColumnData;
    let column = table.column(name).expect(name);
    (0..table.rows)
        .map(|row| {
            let known = !column.is_missing(row);
            known.then(|| match &column.data {
                ColumnData::Number(v) => v.iter().flatten().nth(row).expect("row").to_string(),
                ColumnData::Category(c) | ColumnData::Text(c) => {
                    let code = *c.codes.iter().flatten().nth(row).expect("row");
                    c.levels.get(code as usize).expect("level").to_owned()
                }
                ColumnData::Time(_) => "time".into(),
            })
        })
        .collect()
}

#[test]
fn rows_find_their_key_and_what_became_of_them_is_counted() {
    let mut table = read("scored.csv", SCORED, 1 << 12);
    let people = "age,id,sex\n30,3,f\n40,1,m\n50,9,f\n60,2,f\n60,2,f\n";
    let joined = join(
        &mut table,
        &read("people.csv", people, 1 << 12),
        &JoinKey::default(),
    );
    let joined = joined.expect("one name in both");
    assert_eq!(joined.keys, ["id", "id"]);
    assert_eq!(joined.columns, ["age", "sex"]);
    assert_eq!(
        (joined.matched, joined.unmatched, joined.without_key),
        (3, 1, 1)
    );
    // The key 2 stands twice and says the same; 9 was not asked for, nor was the second row of 2.
    assert_eq!(
        (joined.duplicates, joined.contradicting, joined.unused),
        (1, 0, 2)
    );
    let text = |v: &str| Some(v.to_owned());
    assert_eq!(
        values(&table, "sex"),
        [text("m"), text("f"), text("f"), None, None]
    );
    assert_eq!(
        values(&table, "age"),
        [text("40"), text("60"), text("30"), None, None]
    );
    let codes: Vec<Code> = table.warnings.iter().map(|w| w.code).collect();
    assert_eq!(
        codes,
        [Code::AttributesUnmatched, Code::AttributesDuplicateKey]
    );
    assert_eq!(table.warnings[0].count, Some(2));
    // Once more changes nothing.
    let before = table.columns.len();
    let again = join(
        &mut table,
        &read("people.csv", people, 1 << 12),
        &keyed("id", None),
    );
    assert!(again.expect("the key").columns.is_empty());
    assert_eq!(table.columns.len(), before);
}

#[test]
fn keys_that_contradict_themselves_are_as_good_as_not_there() {
    let mut table = read("scored.csv", SCORED, 1 << 12);
    let people = "id,sex\n1,m\n1,f\n1,m\n2,f\n";
    let joined = join(
        &mut table,
        &read("people.csv", people, 1 << 12),
        &JoinKey::default(),
    );
    let joined = joined.expect("one name in both");
    assert_eq!(
        (joined.duplicates, joined.contradicting, joined.matched),
        (1, 1, 1)
    );
    assert_eq!(values(&table, "sex")[0], None);
}

#[test]
fn keys_of_other_names_and_types_match_as_texts() {
    let mut table = read("scored.csv", "who,decision\n7,yes\n8,no\n9,no\n", 1 << 12);
    let people = "person,sex\n7,f\n8,m\nx,m\n";
    let people = read("people.csv", people, 1 << 12);
    let joined = join(&mut table, &people, &keyed("who", Some("person")));
    assert_eq!(joined.expect("named").matched, 2);
}

#[test]
fn what_cannot_be_joined_is_refused_with_its_reason() {
    let refused = |scored: &str, people: &str, key: JoinKey| {
        let mut table = read("scored.csv", scored, 1 << 12);
        let before = table.clone();
        let error =
            join(&mut table, &read("people.csv", people, 1 << 12), &key).expect_err("refused");
        assert_eq!(table, before, "nothing changed");
        error.code
    };
    let default = JoinKey::default;
    assert_eq!(
        refused(SCORED, "person,sex\n1,f\n2,m\n", default()),
        Code::AttributesNoKey
    );
    assert_eq!(
        refused(SCORED, "id,sex\n1,f\n2,m\n", keyed("number", None)),
        Code::AttributesNoKey
    );
    assert_eq!(
        refused(SCORED, "id,sex\n11,f\n12,m\n", default()),
        Code::AttributesNoMatch
    );
    // Two names in both, neither of them named like a key.
    let scored = "shop,decision,day\na,yes,1\nb,no,2\n";
    assert_eq!(
        refused(scored, "shop,day,sex\na,1,f\nb,2,m\n", default()),
        Code::AttributesNoKey
    );
}

#[test]
fn a_name_that_is_taken_is_left_out_and_said() {
    let mut table = read("scored.csv", "id,sex,decision\n1,f,yes\n2,m,no\n", 1 << 12);
    let people = read("people.csv", "id,sex,race\n1,m,a\n2,f,b\n", 1 << 12);
    let joined = join(&mut table, &people, &JoinKey::default()).expect("id is named like a key");
    assert_eq!(joined.columns, ["race"]);
    assert_eq!(values(&table, "sex")[0].as_deref(), Some("f"));
    assert!(
        table
            .warnings
            .iter()
            .any(|w| w.code == Code::AttributesNameTaken)
    );
}

fn audit_of(roles: &[(&str, Role)], with_attributes: bool) -> driftglass::report::Report {
    let (mut scored, mut people) = (String::from("id,decision\n"), String::from("id,sex\n"));
    for row in 0..2_000 {
        let female = row % 2 == 0;
        // Even rows are women's: 30 of 100 of them against 70 of 100 are decided in favour.
        let yes = row / 2 % 10 < if female { 3 } else { 7 };
        scored += &format!("{row},{}\n", if yes { "yes" } else { "no" });
        people += &format!("{},{}\n", 1_999 - row, if row % 2 == 1 { "f" } else { "m" });
    }
    let mut table = read("scored.csv", &scored, 1 << 16);
    if with_attributes {
        let people = read("people.csv", &people, 1 << 16);
        join(&mut table, &people, &JoinKey::default()).expect("joined");
    }
    let mut config: Config =
        check_config(json!({"analyses": {"fairness": {"favourable": "yes"}}})).expect("valid");
    for (name, role) in roles {
        config.roles.insert((*name).into(), *role);
    }
    run(&config, &Table::absent(), &table).expect("can be looked at")
}

#[test]
fn the_audit_takes_joined_columns_for_protected() {
    let decision = &[("decision", Role::Prediction)];
    let report = audit_of(decision, true);
    let parity = report
        .findings
        .iter()
        .find(|f| f.id == "fairness/sex/demographic-parity");
    let parity = parity.expect("a finding for each criterion: nobody has to confirm it");
    assert_eq!(parity.severity, Severity::Matters, "{}", parity.sentence);
    assert!(
        audit_of(decision, false)
            .answers
            .iter()
            .all(|a| a.analysis != "fairness")
    );
}
