"""Pairs of names with DuckDB's similarities, for the test of our kernels: they are asserted against without Python.

usage: kernels.py > test/engine/matching/fixtures/duckdb-kernels.json
Each row: both texts, jaro_winkler_similarity, levenshtein, damerau_levenshtein. All names are made up.
"""

import json
import random

import duckdb

FAMILY = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
MIDDLE = "Văn Thị Đức Hữu Minh Ngọc Quang Thanh Xuân Công Đình Hoàng Thu Kim Bảo Gia Anh Hồng".split()
GIVEN = "Anh Hương Hùng Lan Hoa Dũng Tuấn Thủy Hà Linh Nam Long Hải Trang Sơn Mai Phương Thảo Hạnh Quân Đạt Vân Yến Ngân Khoa Phúc Tâm Oanh Bình".split()
PLAIN, MARKED = 1500, 150
TEXTBOOK = [
    ("MARTHA", "MARHTA"), ("DIXON", "DICKSONX"), ("DWAYNE", "DUANE"), ("JERALDINE", "GERALDINE"),
    ("ABCVWXYZ", "CABVWXYZ"), ("AB", "BA"), ("CA", "ABC"), ("A", "B"), ("A", "A"),
]
SAID = [("nguyễn", "nguyên"), ("đ", "d"), ("trần", "trân"), ("hoà", "hòa"), ("Đặng", "Dang")]

dice = random.Random(20_26)
bare = str.maketrans({"đ": "d", "Đ": "D"})


def name():
    middles = dice.choice([0, 1, 1, 1, 2, 2, 3, 6])
    return " ".join([dice.choice(FAMILY), *[dice.choice(MIDDLE) for _ in range(middles)], dice.choice(GIVEN)])


def slipped(text, letters):
    for _ in range(dice.choice([1, 1, 2, 3])):
        at = dice.randrange(len(text))
        kind = dice.randrange(4)
        if kind == 0:
            text = text[:at] + text[at + 1 :]
        elif kind == 1:
            text = text[:at] + dice.choice(letters) + text[at:]
        elif kind == 2:
            text = text[:at] + dice.choice(letters) + text[at + 1 :]
        else:
            text = text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
    return text or "a"


def pair(letters, form):
    own = form(name())
    kind = dice.randrange(5)
    if kind < 2:
        return own, slipped(own, letters)
    if kind == 2:
        return own, form(name())
    if kind == 3:
        return own.split()[-1], slipped(own.split()[-1], letters)
    words = own.split()
    dice.shuffle(words)
    return own, " ".join(words)


connection = duckdb.connect()


def plain(text):
    return connection.sql("select lower(strip_accents($1))", params=[text.translate(bare)]).fetchall()[0][0]


def judged(pairs):
    values = ", ".join("('" + a.replace("'", "''") + "', '" + b.replace("'", "''") + "')" for a, b in pairs)
    return connection.sql(
        "select a, b, round(jaro_winkler_similarity(a, b), 9), levenshtein(a, b), damerau_levenshtein(a, b) "
        f"from (values {values}) as pairs(a, b)"
    ).fetchall()


def printed(rows):
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows) + "\n]"


ascii_rows = judged(TEXTBOOK + [pair("aeghinoty", plain) for _ in range(PLAIN)])
marked_rows = judged(SAID + [pair("aăâeêioôơuưđễậ", str) for _ in range(MARKED)])
print(f'{{"duckdb":"{duckdb.__version__}","ascii":{printed(ascii_rows)},"marked":{printed(marked_rows)}}}')
