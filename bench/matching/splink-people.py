"""A model of every comparison that is read from Splink, and what Splink predicts with it, for the test of our import.

usage: splink-people.py > test/engine/matching/fixtures/splink-people.json
m and u are set, not trained; one level is left as if it had never been trained. All rows are made up.
"""

import contextlib
import json
import logging
import os
import random
import sys
import tempfile

import duckdb
import pyarrow as pa
import splink
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

COLUMNS = ["id", "given", "surname", "dob", "pid", "postcode", "city"]
GIVEN = "anna ben carla dana erik fiona george hanna ivan julia".split()
SURNAME = "baker cooper dyer fisher glover harper mason parker shepherd turner".split()
CITY = "hanoi hue vinh dalat".split()
U = [0.01, 0.003, 0.004, 0.01, 0.05, 0.2]

dice = random.Random(5)


def slipped(text):
    at = dice.randrange(1, len(text) - 1)
    kind = dice.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + ("" if kind == 1 else dice.choice("xyz")) + text[at + 1 :]


def born():
    return f"{dice.randrange(1950, 2000)}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}"


def other_date(date):
    if dice.random() < 0.5:
        return date[:5] + born()[5:]
    return f"{int(date[:4]) + dice.choice([-3, 1, 5])}{date[4:]}"


def person():
    code = f"{dice.choice(['AB', 'C', 'DE'])}{dice.randrange(1, 30)} {dice.randrange(1, 9)}{dice.choice(['QX', 'RT'])}"
    return [dice.choice(GIVEN), dice.choice(SURNAME), born(), str(dice.randrange(10**8, 10**9)), code, dice.choice(CITY)]


def shown(cell, column, copy):
    chance = dice.random()
    if chance < 0.08:
        return None
    if not copy or column == "city":
        return cell
    if column == "dob":
        return other_date(cell) if chance < 0.4 else cell
    return slipped(cell) if chance < 0.25 else cell


rows = []
for _ in range(14):
    own = person()
    for copy in range(dice.choice([1, 2, 2, 3])):
        rows.append([f"r{len(rows):02d}", *(shown(cell, column, copy) for cell, column in zip(own, COLUMNS[1:]))])

settings = SettingsCreator(
    link_type="dedupe_only",
    unique_id_column_name="id",
    probability_two_random_records_match=0.03,
    comparisons=[
        cl.NameComparison("given"),
        cl.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.DamerauLevenshteinAtThresholds("pid", [1, 2]),
        cl.PostcodeComparison("postcode"),
        cl.LevenshteinAtThresholds("city", [1]).configure(term_frequency_adjustments=True),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("substr(dob,1,3)"), block_on("surname", "pid"), block_on("city", "given"),
    ],
)
table = pa.table({name: [row[c] for row in rows] for c, name in enumerate(COLUMNS)})
with contextlib.redirect_stdout(sys.stderr):
    linker = Linker(DuckDBAPI(duckdb.connect()).register(table, dataset_display_name="people"), settings, logging.ERROR)
    for comparison in linker._settings_obj.comparisons:
        levels = [level for level in comparison.comparison_levels if not level.is_null_level]
        last = len(levels) - 1
        for rank, level in enumerate(levels):
            level.m_probability = 0.8 if rank == 0 else round(0.15 / last, 4) + (0.05 if rank == last else 0)
            level.u_probability = U[rank] if rank < last else 0.9
        if comparison.output_column_name == "dob":
            levels[3].m_probability = None
    with tempfile.TemporaryDirectory() as folder:
        saved = linker.misc.save_model_to_json(os.path.join(folder, "model.json"))
    found = linker.inference.predict(threshold_match_weight=-1000).as_record_list()
saved["linker_uid"] = "people"
pairs = sorted([min(p["id_l"], p["id_r"]), max(p["id_l"], p["id_r"]), round(p["match_weight"], 9)] for p in found)


def listed(entries):
    return "[\n" + ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries) + "\n]"


cells = [[cell or "" for cell in row] for row in rows]
print(
    f'{{"splink":"{splink.__version__}","settings":{json.dumps(saved, indent=1)},'
    f'"columns":{json.dumps(COLUMNS)},"rows":{listed(cells)},"pairs":{listed(pairs)}}}'
)
