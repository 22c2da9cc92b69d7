"""Splink on one of the bench's tasks: trains, predicts, clusters at several thresholds, writes the clusters for our evaluator.

usage: peer.py TASK OUT FILE [FILE]     TASK: historical | febrl3 | febrl4 | persons
Prints one JSON object: versions, seconds by phase, pairs. The truth columns are dropped before Splink sees the data.
"""
import json
import sys
import time

import duckdb
import pandas as pd
import splink
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLDS = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999]
task, out, *files = sys.argv[1:]


def read(path, key):
    frame = pd.read_csv(path, dtype=str, skipinitialspace=True)
    frame.columns = [name.strip() for name in frame.columns]
    frame = frame.rename(columns={key: "unique_id"}).drop(columns=[c for c in ("cluster", "truth") if c in frame.columns and c != key])
    return frame.astype(object).where(frame.notna(), None)


HISTORICAL = dict(
    key="unique_id",
    comparisons=[
        cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="first_and_surname"),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.PostcodeComparison("postcode_fake"),
        cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
        cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        cl.ExactMatch("gender"),
    ],
    rules=[
        block_on("first_name", "surname", "dob"), block_on("postcode_fake"), block_on("dob", "first_name"), block_on("dob", "surname"),
        block_on("first_name", "surname", "birth_place"), block_on("surname", "birth_place"), block_on("surname", "substr(dob,1,4)"),
        block_on("dob", "birth_place"), block_on("dob", "occupation"), block_on("first_name", "surname", "substr(postcode_fake,1,3)"),
        block_on("first_name", "birth_place", "occupation"), block_on("first_name", "birth_place", "substr(dob,1,4)"),
        block_on("first_name", "substr(postcode_fake,1,4)"), block_on("surname", "substr(postcode_fake,1,4)"), block_on("full_name"),
        block_on("first_name", "surname"),
    ],
    sure=[block_on("first_name", "surname", "dob"), block_on("postcode_fake", "dob")],
    sessions=[block_on("dob"), block_on("postcode_fake"), block_on("first_name", "surname")],
)

FEBRL = dict(
    key="rec_id",
    comparisons=[
        cl.NameComparison("given_name"), cl.NameComparison("surname"),
        cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
        cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]), cl.LevenshteinAtThresholds("postcode", [1, 2]),
        cl.JaroWinklerAtThresholds("suburb", [0.92, 0.8]), cl.JaroWinklerAtThresholds("address_1", [0.92, 0.8]),
        cl.JaroWinklerAtThresholds("address_2", [0.92, 0.8]), cl.ExactMatch("street_number"), cl.ExactMatch("state"),
    ],
    rules=[
        block_on("soc_sec_id"), block_on("date_of_birth"), block_on("given_name", "surname"), block_on("given_name", "postcode"),
        block_on("surname", "postcode"), block_on("postcode", "street_number"), block_on("suburb", "street_number"),
        block_on("address_1"), block_on("address_2"), block_on("surname", "suburb"), block_on("given_name", "suburb"),
    ],
    sure=[block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")],
    sessions=[block_on("date_of_birth"), block_on("postcode"), block_on("soc_sec_id")],
)

PERSONS = dict(
    key="id",
    comparisons=[
        cl.JaroWinklerAtThresholds("full_name", [0.94, 0.88]).configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("birth_date", [1, 2]), cl.DamerauLevenshteinAtThresholds("pid", [1]),
        cl.ExactMatch("commune"), cl.LevenshteinAtThresholds("phone", [1]), cl.ExactMatch("sex"),
    ],
    rules=[
        block_on("pid"), block_on("full_name", "substr(birth_date,1,4)"), block_on("phone"),
        block_on("given", "substr(birth_date,1,4)", "commune"), block_on("birth_date", "commune"), block_on("full_name", "commune"), block_on("given", "birth_date"),
    ],
    sure=[block_on("pid"), block_on("full_name", "birth_date", "commune")],
    sessions=[block_on("full_name", "birth_date"), block_on("pid")],
)

spec = {"historical": HISTORICAL, "febrl3": FEBRL, "febrl4": FEBRL, "persons": PERSONS}[task]
frames = [read(path, spec["key"]) for path in files]
connection = duckdb.connect()
connection.execute("set threads to 2")
db = DuckDBAPI(connection)
settings = SettingsCreator(
    link_type="link_only" if len(frames) > 1 else "dedupe_only", comparisons=spec["comparisons"],
    blocking_rules_to_generate_predictions=spec["rules"], retain_intermediate_calculation_columns=False, retain_matching_columns=False,
)
tables = [db.register(frame, dataset_display_name=f"t{n}") for n, frame in enumerate(frames)]
started = time.perf_counter()
linker = Linker(tables if len(tables) > 1 else tables[0], settings)
linker.training.estimate_probability_two_random_records_match(spec["sure"], recall=0.7)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
for session in spec["sessions"]:
    linker.training.estimate_parameters_using_expectation_maximisation(session)
trained = time.perf_counter()
found = linker.inference.predict(threshold_match_probability=THRESHOLDS[0])
predicted = time.perf_counter()
first = linker.clustering.cluster_pairwise_predictions_at_threshold(found, threshold_match_probability=0.95)
clustered = time.perf_counter()
columns = {}
for threshold in THRESHOLDS:
    own = linker.clustering.cluster_pairwise_predictions_at_threshold(found, threshold_match_probability=threshold)
    table = own.as_pandas_dataframe()
    columns[str(threshold)] = table.set_index("unique_id")["cluster_id"]
pd.DataFrame(columns).to_csv(out, index_label="id")
print(json.dumps(dict(
    splink=splink.__version__, duckdb=duckdb.__version__, train=trained - started, predict=predicted - trained, cluster=clustered - predicted,
    edges=len(found.as_pandas_dataframe()), thresholds=THRESHOLDS,
)))
