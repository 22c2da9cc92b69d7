"""What Splink predicts with settings that we exported.

usage: exchange.py DATA.csv SETTINGS.json OUT.csv [PREPARE.sql]
Writes left, right, match weight of every pair; prints seconds.
"""

import sys
import time

import duckdb
from splink import DuckDBAPI, Linker

data, settings, out, *prepare = sys.argv[1:]
connection = duckdb.connect()
connection.execute("set threads to 2")
header = connection.sql(f"select * from read_csv('{data}', all_varchar = true, header = true)")
columns = ", ".join(f'nullif(trim("{name}"), \'\') as "{name.strip()}"' for name in header.columns)
connection.sql(f"create table input as select {columns} from header")
started = time.perf_counter()
table = connection.sql(open(prepare[0], encoding="utf-8").read()) if prepare else connection.table("input")
linker = Linker(DuckDBAPI(connection).register(table, dataset_display_name="people"), settings)
found = linker.inference.predict(threshold_match_weight=-1000)
seconds = time.perf_counter() - started
key = linker._settings_obj.column_info_settings.unique_id_column_name
connection.sql(
    f'select least("{key}_l", "{key}_r"), greatest("{key}_l", "{key}_r"), match_weight from {found.physical_name} order by all'
).write_csv(out, header=False)
print(seconds)
