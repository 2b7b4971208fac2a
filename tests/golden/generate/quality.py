"""Writes the quality corpus: small files with planted faults, small clean files, and what a careful person concludes.

    python3 tests/golden/generate/quality.py

Needs nothing but Python 3. Each case is `<name>.csv`, with `<name>.reference.csv` where two files are compared, and one
entry of `expected.json`: settings, and the findings that must be there: code, column, severity, and the count of rows
where it was planted. Any other finding is a false alarm, unless `may` names its code.
"""

import csv
import datetime
import json
import math
import pathlib
import random

OUT = pathlib.Path(__file__).resolve().parent.parent / "quality"
CASES = {}


def write(name, header, rows):
    with open(OUT / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def case(name, header, rows, found=(), reference=None, roles=None, quality=None, may=()):
    write(name, header, rows)
    if reference is not None:
        write(f"{name}.reference", header if not isinstance(reference, tuple) else reference[0], reference if not isinstance(reference, tuple) else reference[1])
    CASES[name] = {
        "reference": reference is not None,
        "roles": roles or {},
        "quality": quality or {},
        "found": [dict(zip(("code", "column", "severity", "count"), one)) for one in found],
        "may": list(may),
    }


MEND, CHECK, MINOR = "matters", "real-size-unclear", "real-but-small"
CITIES = ["Bern", "Basel", "Chur", "Genf", "Thun"]


def people(seed, n=200):
    """Clean rows: age, income, city, since."""
    r = random.Random(seed)
    start = datetime.date(2021, 1, 1)
    return [
        [
            round(min(90, max(18, r.gauss(44, 12)))),
            round(math.exp(r.gauss(10.5, 0.5)), 2),
            r.choice(CITIES),
            (start + datetime.timedelta(days=r.randrange(1000))).isoformat(),
        ]
        for _ in range(n)
    ]


HEAD = ["age", "income", "city", "since"]


def changed(rows, column, at, value):
    out = [list(row) for row in rows]
    for i in at:
        out[i][column] = value
    return out


def unavoidable(rows):
    """Rows that any rule of the other columns gets wrong."""
    groups = {}
    for *features, label in rows:
        groups.setdefault(tuple(features), []).append(label)
    return sum(len(labels) - max(labels.count(label) for label in labels) for labels in groups.values())


def main():
    OUT.mkdir(exist_ok=True)
    for old in OUT.glob("*.csv"):
        old.unlink()
    every = lambda step, n=200: range(3, n, step)

    # Planted faults.
    p = people(1)
    case("missing-half", HEAD, changed(p, 1, [i for i in range(200) if i % 3], ""), [("missing", "income", CHECK, 133)])
    case("empty-column", HEAD, changed(p, 2, range(200), ""), [("empty-column", "city", CHECK, 200)])
    case("not-available", HEAD, changed(p, 2, every(20), "n/a"), [("disguised", "city", CHECK, 10)])
    case("question-marks", HEAD, changed(p, 0, every(20), "?"), [("words-among", "age", MEND, 10), ("disguised", "age", CHECK, 10)])
    case("minus-999", HEAD, changed(p, 0, every(20), -999), [("placeholder", "age", CHECK, 10)])
    case("nines", HEAD, changed(p, 0, every(16), 9999), [("placeholder", "age", CHECK, 13)])
    case("year-1900", HEAD, changed(p, 3, every(20), "1900-01-01"), [("placeholder", "since", CHECK, 10)])
    case("unknown-city", HEAD, changed(p, 2, every(10), "unknown"), [("disguised", "city", CHECK, 20)])
    case("failed-formula", HEAD, changed(p, 2, every(40), "#DIV/0!"), [("failed-formula", "city", MEND, 5)])
    case("constant", HEAD + ["country"], [row + ["CH"] for row in p], [("constant", "country", CHECK, 200)])
    r = random.Random(2)
    rare = set(r.sample(range(2000), 3))
    case("near-constant", ["x", "flag"], [[round(r.gauss(0, 1), 4), 1 if i in rare else 0] for i in range(2000)], [("near-constant", "flag", MINOR, 1997)])
    case("duplicate-rows", HEAD, p + p[20:30], [("duplicate-rows", None, MEND, 10)])
    ids = [[1000 + 7 * i, *row] for i, row in enumerate(p)]
    twice = [list(row) for row in ids]
    twice[50][0] = twice[10][0]
    twice[120][0] = twice[11][0]
    case("duplicate-ids", ["customer_id", *HEAD], twice, [("duplicate-id", "customer_id", MEND, 2)])
    case("duplicate-ids-given", ["kunde", *HEAD], [[row[0] % 700, *row[1:]] for row in ids], [("duplicate-id", "kunde", MEND, 100)], roles={"kunde": "id"})
    case("mixed-types", HEAD, changed(changed(p, 1, every(10), "high"), 1, range(5, 200, 10), "low"), [("mixed", "income", MEND, 40)])
    case("unread-cells", HEAD, changed(people(3, 400), 0, [17, 250], "forty"), [("unread", "age", MEND, 2)])
    case("unread-words", HEAD, changed(people(4, 400), 0, [17, 250, 300], "n/a"), [("unread-words", "age", MEND, 3)])
    case("impossible-dates", HEAD, changed(people(5, 400), 3, [40, 333], "2022-02-31"), [("impossible-dates", "since", MEND, 2)])
    case("future-dates", HEAD, changed(p, 3, [9, 99], "2025-03-01"), [("future", "since", CHECK, 2)], quality={"as_of": "2024-12-31"})
    case("wrong-century", HEAD, changed(p, 3, [9, 99], "2122-03-01"), [("far-ahead", "since", CHECK, 2)])
    case("ancient-date", HEAD, changed(p, 3, [9], "1022-03-01"), [("long-ago", "since", CHECK, 1)])
    case("infinities", HEAD, changed(p, 1, [9, 10, 11], "inf"), [("infinite", "income", MEND, 3)])
    case("outlier", HEAD, changed(p, 0, [77], 440), [("outlier", "age", CHECK, 1)])
    case("outlier-below", HEAD, changed(p, 0, [77], -440), [("outlier", "age", CHECK, 1)])
    case("case-variants", HEAD, changed(p, 2, every(20), "BERN"), [("case-variants", "city", CHECK, 10)])
    case("space-variants", HEAD, changed(p, 2, every(20), "Bern "), [("space-variants", "city", MEND, 10)])
    case("encoding-variants", HEAD, changed(p, 2, every(20), "B\u0435rn"), [("encoding-variants", "city", MEND, 10)])
    case("combining-marks", HEAD, changed(changed(p, 2, every(20), "Zu\u0308rich"), 2, range(5, 200, 20), "Z\u00fcrich"), [("encoding-variants", "city", MEND, 10)])
    case("row-numbers", ["position", *HEAD], [[i + 1, *row] for i, row in enumerate(p)], [("likely-id", "position", CHECK, 200)])
    case("codes", ["ticket", *HEAD], [[f"T-{i * 37 % 100003:06d}", *row] for i, row in enumerate(p)], [("likely-id", "ticket", CHECK, 200)])
    case("copied-column", HEAD + ["income_2"], [row + [row[1]] for row in p], [("copy", "income_2", CHECK, 200)])
    case("other-unit", HEAD + ["income_k"], [row + [round(row[1] / 1000, 3)] for row in p], [("line", "income_k", CHECK, 200)])
    case("same-order", HEAD + ["log_income"], [row + [round(math.log(row[1]) ** 9, 6)] for row in p], [("same-order", "log_income", CHECK, 200)], may=["line"])
    code = {"Bern": 31, "Basel": 7, "Chur": 3, "Genf": 19, "Thun": 11}
    case("one-to-one", HEAD + ["city_code"], [row + [code[row[2]]] for row in p], [("one-to-one", "city_code", CHECK, 200)])
    r = random.Random(6)
    y = [int(r.random() < 0.4) for _ in range(600)]
    case("leak", ["age", "paid", "y"], [[round(r.gauss(44, 12)), round(v * 100 + r.gauss(0, 12), 1), v] for v in y], [("leak", "paid", MEND, 600)], roles={"y": "label"})
    r = random.Random(7)
    rows = [[r.randrange(300), r.randrange(300)] for _ in range(150)]
    noisy = [row + [int(r.random() < 0.5)] for row in rows]
    noisy += [row[:2] + [1 - row[2]] for row in noisy[:60]]
    r.shuffle(noisy)
    case("label-noise", ["a", "b", "y"], noisy, [("label-noise", None, CHECK, unavoidable(noisy))], roles={"y": "label"}, may=["equal-rows", "duplicate-rows"])
    r = random.Random(8)
    ordered = sorted([[round(r.gauss(0, 1), 3), int(r.random() < 0.5)] for _ in range(400)], key=lambda row: row[1])
    case("sorted-by-label", ["x", "y"], ordered, [("sorted-by-label", None, CHECK, None)], roles={"y": "label"}, may=["label-noise"])
    r = random.Random(9)
    case("sorted-by-value", ["x", "z"], [[round(i + r.gauss(0, 20), 3), round(r.gauss(0, 1), 3)] for i in range(400)], [("row-order", None, MINOR, None)])

    # Beside a reference.
    far = changed(people(11), 0, [5, 50, 100, 150], 210)
    case("outside-range", HEAD, changed(people(12), 1, range(3, 200, 20), 9_000_000), [("outside-range", "income", CHECK, 10)], reference=people(13), may=["outlier"])
    case("new-levels", HEAD, changed(people(14), 2, every(10), "Sion"), [("new-levels", "city", CHECK, 20)], reference=people(15))
    case("exploded-levels", HEAD, changed(people(16), 2, range(200), None) and [[a, b, f"{c} {i % 40}", d] for i, (a, b, c, d) in enumerate(people(16))], [("more-levels", "city", CHECK, None), ("new-levels", "city", CHECK, 200)], reference=people(17))
    case("worse-than-before", HEAD, changed(people(18), 2, every(4), "n/a"), [("disguised", "city", CHECK, 50)], reference=changed(people(19), 2, every(40), "n/a"))

    # Rows that stand in both files: planted, and as chance brings them where columns have few values.
    before, now = people(60), people(61)
    case("rows-in-both", HEAD, now[:150] + before[20:50] + now[150:], [("rows-in-both", None, CHECK, 30)], reference=before)
    r = random.Random(62)
    survey = [[r.randrange(1, 6), r.randrange(1, 6), r.choice(["yes", "no"])] for _ in range(600)]
    case("clean-survey-twice", ["q1", "q2", "q3"], survey[:300], reference=survey[300:], may=["equal-rows"])

    # Expectations.
    case(
        "expectations",
        ["id", *HEAD],
        [[i if i != 33 else 32, *row] for i, row in enumerate(changed(changed(p, 2, [4], "Rom"), 0, [8, 9], 130))],
        [
            ("expectation", "age", MEND, 2),
            ("expectation", "city", MEND, 1),
            ("expectation", "id", MEND, 1),
            ("expectation-absent", "phone", MEND, 200),
            ("expectation-rows", None, MEND, 200),
            ("duplicate-id", "id", MEND, 1),
        ],
        quality={
            "expectations": [
                {"rule": "range", "column": "age", "low": 18, "high": 100},
                {"rule": "set", "column": "city", "values": CITIES},
                {"rule": "unique", "column": "id"},
                {"rule": "not-null", "column": "income"},
                {"rule": "pattern", "column": "city", "pattern": "[A-Z][a-z]+"},
                {"rule": "not-null", "column": "phone"},
                {"rule": "row-count", "low": 1000},
                {"rule": "range", "column": "since", "from": "2021-01-01"},
                {"rule": "present", "column": "age", "kind": "number"},
            ]
        },
        may=["outlier", "likely-id"],
    )
    orders = [[i, ["a1", "b2", "c3", "zz"][i % 4]] for i in range(0, 400, 3)]
    case(
        "foreign-key",
        ["order", "kunde"],
        orders,
        [("expectation", "kunde", MEND, sum(row[1] == "zz" for row in orders))],
        reference=(["kunde", "ort"], [["a1", "x"], ["b2", "y"], ["c3", "x"]] * 10),
        quality={"expectations": [{"rule": "foreign-key", "column": "kunde"}]},
        may=["equal-rows", "duplicate-rows", "row-order", "new-levels"],
    )
    case(
        "stale",
        HEAD,
        p,
        [("expectation", "since", MEND, 200)],
        quality={"as_of": "2026-06-30", "expectations": [{"rule": "freshness", "column": "since", "days": 30}, {"rule": "monotone", "column": "since", "tolerance": 0.9}]},
    )

    # Clean files, each near to a fault.
    case("clean-people", HEAD, people(21))
    case("clean-two", HEAD, people(22), reference=people(23))
    r = random.Random(24)
    case("clean-skewed", ["a", "b", "c"], [[round(math.exp(r.gauss(0, 1.5)), 5), round(r.expovariate(1), 5), round(r.paretovariate(3), 5)] for _ in range(500)])
    case("clean-customer-ids", ["customer_id", *HEAD], ids)
    # A customer who buys often: the id repeats as it should.
    case("clean-foreign-ids", ["customer_id", "amount"], [[1000 + r.randrange(40), round(r.expovariate(0.02), 2)] for _ in range(300)])
    # -1 and 99 among values around them, 0 among counts.
    case("clean-near-placeholders", ["temperature", "score", "count"], [[round(r.gauss(-1, 4)), r.randrange(40, 101), r.randrange(0, 6)] for _ in range(300)])
    # Codes that differ in case, single letters.
    case("clean-letter-codes", ["grade", "x"], [[r.choice("aAbBcC"), round(r.gauss(0, 1), 4)] for _ in range(200)])
    # Few values in few columns: rows are equal by chance.
    case("clean-survey", ["q1", "q2", "q3"], [[r.randrange(1, 6), r.randrange(1, 6), r.choice(["yes", "no"])] for _ in range(300)], may=["equal-rows"])
    # Strongly, not perfectly, correlated; a good, not a leaking, feature.
    rows = []
    for _ in range(500):
        x = r.gauss(0, 1)
        rows.append([round(x, 4), round(x + r.gauss(0, 0.1), 4), int(x + r.gauss(0, 0.8) > 0)])
    case("clean-correlated", ["x", "x_again", "y"], rows, roles={"y": "label"})
    # A time series: neighbours are alike because time passes.
    start = datetime.date(2023, 1, 1)
    level, series = 100.0, []
    for i in range(300):
        level += r.gauss(0, 1)
        series.append([(start + datetime.timedelta(days=i)).isoformat(), round(level, 3)])
    case("clean-series", ["day", "price"], series)
    # A few more extreme values and one rare new level, as chance brings them.
    case("clean-rare-level", ["kind", "x"], [[r.choice(["a1", "b1", "c1"]) if i else "d1", round(r.gauss(0, 1), 4)] for i in range(300)],
         reference=[[r.choice(["a1", "b1", "c1"]) if i else "e1", round(r.gauss(0, 1), 4)] for i in range(300)])
    # Planned dates lie ahead, and every rule holds.
    case("clean-planned", ["id", "due", "x"], [[f"A-{i:03d}", (start + datetime.timedelta(days=r.randrange(3000))).isoformat(), r.randrange(1000)] for i in range(100)],
         quality={"expectations": [{"rule": "unique", "column": "id"}, {"rule": "pattern", "column": "id", "pattern": "A-[0-9]{3}"}, {"rule": "range", "column": "x", "low": 0, "high": 999}, {"rule": "row-count", "low": 50, "high": 200}]})

    with open(OUT / "expected.json", "w", encoding="utf-8") as file:
        json.dump(CASES, file, indent=1, ensure_ascii=False)
        file.write("\n")
    print(len(CASES), "cases,", sum(1 for c in CASES.values() if not c["found"]), "clean")


if __name__ == "__main__":
    main()
