"""Checks a residence extract with pandera on polars and copies every finding to PostgreSQL. Prints one JSON object."""

import json
import sys
import time

import pandera.polars as pa
import polars as pl
import psycopg

from rules import CODES, CROSS, LENGTHS, PATTERNS, REQUIRED

path, database = sys.argv[1:3]
frame = pl.read_csv(path, infer_schema=False)
frame = frame.rename({name: name.lstrip("\ufeff") for name in frame.columns})


def crossing(expression):
    return lambda data: data.lazyframe.select(expression.fill_null(True))


columns = {
    name: pa.Column(
        str,
        nullable=name not in REQUIRED,
        checks=[
            *[pa.Check.str_matches(pattern, name=f"pattern {i}") for i, pattern in enumerate(PATTERNS.get(name, []))],
            *([pa.Check.isin(CODES[name], name="code")] if name in CODES else []),
            *([pa.Check.str_length(*LENGTHS[name], name="length")] if name in LENGTHS else []),
        ],
    )
    for name in frame.columns
}
checks = [pa.Check(crossing(expression), name=name) for name, expression in CROSS]
schema = pa.DataFrameSchema(columns, checks=checks)
count = len(REQUIRED) + sum(len(column.checks) for column in columns.values()) + len(checks)

keys = frame["ma_nhan_khau"]
with psycopg.connect(database, autocommit=True) as connection:
    connection.execute("create table if not exists peer_finding (key text, field text, code text, got text)")
    connection.execute("create index if not exists peer_finding_key on peer_finding (key)")
    started = time.perf_counter()
    failures = pl.DataFrame()
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        failures = errors.failure_cases
    with connection.cursor().copy("copy peer_finding (key, field, code, got) from stdin") as copy:
        for field, code, got, index in failures.select("column", "check", "failure_case", "index").iter_rows():
            copy.write_row((None if index is None else keys[index], field, code, None if got is None else str(got)))
    seconds = time.perf_counter() - started
print(json.dumps({"rows": frame.height, "seconds": seconds, "findings": failures.height, "checks": count}))
