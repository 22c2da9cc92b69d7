"""Checks a residence extract with Great Expectations on pandas; every failing row is named. Prints one JSON object."""

import json
import logging
import os
import sys
import time

os.environ["GX_ANALYTICS_ENABLED"] = "false"
logging.disable(logging.WARNING)

import great_expectations as gx
import pandas as pd
import polars as pl

from rules import CODES, CROSS, LENGTHS, PATTERNS, REQUIRED

polars_frame = pl.read_csv(sys.argv[1], infer_schema=False)
polars_frame = polars_frame.rename({name: name.lstrip("\ufeff") for name in polars_frame.columns})

plain_frame = pd.DataFrame(polars_frame.to_dict(as_series=False))

e = gx.expectations
expectations = [
    *[e.ExpectColumnValuesToNotBeNull(column=name) for name in REQUIRED],
    *[e.ExpectColumnValuesToMatchRegex(column=name, regex=pattern) for name, own in PATTERNS.items() for pattern in own],
    *[e.ExpectColumnValuesToBeInSet(column=name, value_set=own) for name, own in CODES.items()],
    *[
        e.ExpectColumnValueLengthsToBeBetween(column=name, min_value=low, max_value=high)
        for name, (low, high) in LENGTHS.items()
    ],
    *[e.ExpectColumnValuesToBeInSet(column=name, value_set=[True]) for name, _ in CROSS],
]
context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False, "metric_calculations": False}
asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("residence")
batch_definition = asset.add_batch_definition_whole_dataframe("all")
suite = gx.ExpectationSuite(name="residence", expectations=expectations)

started = time.perf_counter()
# Rules over several columns are computed by polars and then expected to hold.
crossed = polars_frame.select(expression.fill_null(True).alias(name) for name, expression in CROSS)
frame = plain_frame.assign(**crossed.to_dict(as_series=False))
result = batch_definition.get_batch(batch_parameters={"dataframe": frame}).validate(suite, result_format="COMPLETE")
findings = sum(len(own.result.get("unexpected_index_list") or []) for own in result.results)
seconds = time.perf_counter() - started
print(json.dumps({"rows": len(frame), "seconds": seconds, "findings": findings, "checks": len(expectations)}))
