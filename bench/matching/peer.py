"""Splink on one task of the bench: trains, predicts, clusters at several thresholds, writes the partitions.

usage: peer.py TASK SPEC OUT FILE [FILE]     TASK: historical | febrl3 | febrl4 | persons
Blocks by the rules of SPEC (match-spec/1), so that we can be timed with the same blocking on the same data. The truth is
dropped before Splink sees the data. Prints one JSON object; `OUT.<threshold>` holds one little-endian int32 per row, in the
order of the files: the number of the first row of its cluster.
"""

import json
import logging
import resource
import sys
import time

import duckdb
import splink
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from keys import columns_of, rules_of
from models import MODELS

THRESHOLDS = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999]
BLIND = 0.95
TRUTH = ("truth", "cluster")
# A run of a second is repeated, and its fastest taken; a run of minutes is not.
REPEATED_ROWS, REPEATS = 200_000, 3
SEED = 1

logging.disable(logging.WARNING)


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def load(connection, files, spec):
    """One table `t<n>` for each file: cells trimmed, blank ones null, `row` counting over all files, derived keys beside."""
    rows = 0
    for number, path in enumerate(files):
        source = f"read_csv('{path}', all_varchar=true, header=true, nullstr='', parallel=true)"
        names = [own[0] for own in connection.sql(f"describe select * from {source}").fetchall()]
        key = spec["key"]
        cells = ", ".join(
            f"nullif(trim({quoted(own)}), '') as {quoted('unique_id' if own.strip() == key else own.strip())}"
            for own in names
            if own.strip() == key or own.strip() not in TRUTH
        )
        connection.sql(f"create table plain as select {cells}, {rows} + row_number() over () - 1 as row from {source}")
        derived = "".join(f", {sql} as {name}" for name, sql in columns_of(spec))
        connection.sql(f"create table t{number} as select *{derived} from plain")
        connection.sql("drop table plain")
        rows += connection.sql(f"select count(*) from t{number}").fetchall()[0][0]
    return rows


def trained(linker, model):
    linker.training.estimate_probability_two_random_records_match(model["sure"], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=model["u_pairs"], seed=SEED)
    for session in model["sessions"]:
        linker.training.estimate_parameters_using_expectation_maximisation(session, max_pairs=model["em_pairs"])


def resolved(linker):
    """One pass of what is compared with ours: seconds of blocking, scoring and clustering, and what they made."""
    at = [time.perf_counter()]
    blocked = linker.inference.compute_blocked_pairs_for_predict()
    at.append(time.perf_counter())
    edges = linker.inference.predict(threshold_match_probability=THRESHOLDS[0])
    at.append(time.perf_counter())
    linker.clustering.cluster_pairwise_predictions_at_threshold(edges, threshold_match_probability=BLIND)
    at.append(time.perf_counter())
    return blocked, edges, [after - before for before, after in zip(at, at[1:])]


def count(connection, frame):
    return connection.sql(f"select count(*) from {frame.physical_name}").fetchall()[0][0]


def write(connection, clusters, path):
    """The clusters in the order of the rows, straight from the buffer of the column."""
    first = "(min(row) over (partition by cluster_id))::integer"
    cells = connection.sql(f"select {first} as first from {clusters.physical_name} order by row").to_arrow_table()
    column = cells.column("first").combine_chunks()
    with open(path, "wb") as file:
        file.write(memoryview(column.buffers()[1])[4 * column.offset : 4 * (column.offset + len(column))])


def partitions(linker, edges):
    """Connected components at each threshold, by its name."""
    for threshold in THRESHOLDS:
        yield str(threshold), linker.clustering.cluster_pairwise_predictions_at_threshold(
            edges, threshold_match_probability=threshold
        )


def main(task, spec_path, out, *files):
    with open(spec_path, encoding="utf8") as file:
        spec = json.load(file)
    model = MODELS[task]
    connection = duckdb.connect()
    connection.sql("set threads to 2")
    connection.sql(f"set temp_directory = '{out}.tmp'")
    started = time.perf_counter()
    rows = load(connection, files, spec)
    loaded = time.perf_counter()
    database = DuckDBAPI(connection)
    tables = [database.register(f"t{n}", dataset_display_name=f"t{n}") for n in range(len(files))]
    settings = SettingsCreator(
        link_type="link_only" if len(files) > 1 else "dedupe_only",
        comparisons=model["comparisons"],
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in rules_of(spec)],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
    linker = Linker(tables if len(tables) > 1 else tables[0], settings, log_level=None)
    trained(linker, model)
    trained_at = time.perf_counter()
    train_mb = peak_mb()
    passes = []
    for _ in range(REPEATS if rows < REPEATED_ROWS else 1):
        if passes:
            blocked.drop_table_from_database_and_remove_from_cache()
        blocked, edges, seconds = resolved(linker)
        passes.append(seconds)
    block, score, cluster = min(passes, key=sum)
    made = dict(pairs=count(connection, blocked), edges=count(connection, edges), peakMb=peak_mb())
    blocked.drop_table_from_database_and_remove_from_cache()
    names = []
    for name, clusters in partitions(linker, edges):
        write(connection, clusters, f"{out}.{name}")
        clusters.drop_table_from_database_and_remove_from_cache()
        names.append(name)
    print(
        json.dumps(
            dict(
                versions=dict(splink=splink.__version__, duckdb=duckdb.__version__),
                rows=rows,
                load=loaded - started,
                train=trained_at - loaded,
                block=block,
                score=score,
                predict=block + score,
                cluster=cluster,
                trainMb=train_mb,
                partitions=names,
                **made,
            )
        )
    )


main(*sys.argv[1:])
