"""Writes 200 CSV files in dialects drawn at random, and what pandas reads from each when it is told the dialect.

    python3 tests/golden/generate/dialects.py        (needs pandas)

One line of `tests/golden/dialects/cases.jsonl` a file: its dialect, its bytes in base64, and the columns as pandas reads
them: numbers and instants (milliseconds since 1970) as numbers, everything else as text, missing as null. Our reader is told
nothing of the dialect but what nobody could see in the file (`told`): an apostrophe as quote where one cell alone has it, and that there is no header where the first row has neither a number nor a date.
"""

import base64
import datetime
import io
import json
import pathlib
import random

import pandas

OUT = pathlib.Path(__file__).resolve().parent.parent / "dialects" / "cases.jsonl"
FILES = 200
WORDS = ["red", "green", "blue house", "Zürich", "café", "side", "north", "up and down"]


def dialect(r):
    delimiter = r.choice([",", ";", "\t", "|"])
    return {
        "delimiter": delimiter,
        "quote": r.choice(['"', '"', '"', "'"]),
        "escape": r.choice(["double", "double", "backslash"]),
        "quoting": r.choice(["minimal", "minimal", "all", "nonnumeric"]),
        "line": r.choice(["\n", "\r\n", "\r"]),
        "encoding": r.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]),
        "decimal": r.choice([".", ","]) if delimiter != "," else ".",
        "header": r.random() < 0.8,
        "missing": r.choice(["", "", "NA", "null"]),
        "last_line_end": r.random() < 0.8,
    }


def number(d, value):
    return f"{value:.2f}".replace(".", d["decimal"])


def columns(d, r, rows):
    """Name, kind and cells of some columns; `None` is missing."""
    day = datetime.date(2024, 1, 1)
    line_end = "\r" if d["line"] == "\r" else "\n"
    special = [d["delimiter"], d["quote"], line_end, f"{d['delimiter']} ", f"{d['quote']}x{d['quote']} "]
    text = lambda: r.choice(WORDS) + (r.choice(special) + r.choice(WORDS) if r.random() < 0.4 else "")
    makers = {
        "amount": ("number", lambda: number(d, r.gauss(0, 50))),
        "count": ("number", lambda: str(r.randrange(1000))),
        "day": ("time", lambda: (day + datetime.timedelta(days=r.randrange(600))).isoformat()),
        "code": ("text", lambda: f"{r.randrange(100):05d}"),
        "member": ("text", lambda: r.choice(["yes", "no"])),
        "note": ("text", text),
        "place": ("text", lambda: r.choice(WORDS)),
    }
    names = r.sample(sorted(makers), r.randrange(2, 7))
    for name in names:
        kind, make = makers[name]
        cells = [None if r.random() < 0.08 and rows > 4 else make() for _ in range(rows)]
        if all(cell is None for cell in cells):
            cells[0] = make()
        yield name, kind, cells


def field(d, cell, kind):
    """A cell as the dialect writes it."""
    special = any(c in cell for c in (d["delimiter"], d["quote"], "\n", "\r"))
    if not special and not (d["quoting"] == "all" or d["quoting"] == "nonnumeric" and kind != "number"):
        return cell
    inside = cell.replace(d["quote"], (d["quote"] if d["escape"] == "double" else "\\") + d["quote"])
    return d["quote"] + inside + d["quote"]


def written(d, made, rows):
    lines = [[field(d, name, "text") for name, _, _ in made]] if d["header"] else []
    for row in range(rows):
        lines.append([field(d, d["missing"] if cells[row] is None else cells[row], kind) for _, kind, cells in made])
    text = "".join(d["delimiter"].join(line) + d["line"] for line in lines)
    return text if d["last_line_end"] else text[: -len(d["line"])]


def told(d, made):
    out = {}
    if d["quote"] == "'" and sum(field(d, cell or "", kind).startswith("'") for _, kind, cells in made for cell in cells) == 1:
        out["quote"] = "'"
    if not d["header"] and not any(kind != "text" and cells[0] is not None for _, kind, cells in made):
        out["header"] = 0
    return out


def read(d, data, made):
    frame = pandas.read_csv(
        io.BytesIO(data),
        sep=d["delimiter"],
        quotechar=d["quote"],
        doublequote=d["escape"] == "double",
        escapechar=None if d["escape"] == "double" else "\\",
        encoding=d["encoding"],
        decimal=d["decimal"],
        header=0 if d["header"] else None,
        names=None if d["header"] else [name for name, _, _ in made],
        dtype={name: str for name, kind, _ in made if kind != "number"},
    )
    out = []
    for name, kind, _ in made:
        column = frame[name]
        if kind == "time":
            instants = pandas.to_datetime(column, utc=True)
            values = [None if pandas.isna(t) else int(t.timestamp() * 1000) for t in instants]
        elif kind == "number":
            values = [None if pandas.isna(v) else float(v) for v in column]
        else:
            values = [None if pandas.isna(v) else v for v in column]
        out.append({"name": name, "values": values})
    return out


def main():
    OUT.parent.mkdir(exist_ok=True)
    r = random.Random(20260301)
    lines = []
    while len(lines) < FILES:
        d = dialect(r)
        rows = r.randrange(6, 13)
        made = list(columns(d, r, rows))
        text = written(d, made, rows)
        try:
            data = text.encode(d["encoding"])
        except UnicodeEncodeError:
            continue
        lines.append(json.dumps({"dialect": d, "told": told(d, made), "bytes": base64.b64encode(data).decode(), "columns": read(d, data, made)}, ensure_ascii=False))
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} files, pandas {pandas.__version__}, {OUT.stat().st_size} bytes")


main()
