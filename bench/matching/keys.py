"""Blocking rules of a match-spec/1 as columns to join on. Rules that make several keys of one record are refused."""

import re

LETTERS = "[^\\p{L}\\p{N}]+"


def rule_of(own):
    return own if isinstance(own, dict) else {"parts": own}


def part_of(own):
    return own if isinstance(own, dict) else {"column": own}


def bare(sql):
    """Letters without marks, đ as d, lower case, one blank between words: as `bare` of core/values.ts."""
    return f"trim(regexp_replace(translate(lower(strip_accents({sql})), 'đ', 'd'), '{LETTERS}', ' ', 'g'))"


def expression(part, lists):
    """The SQL of one part; null where the record has no such key."""
    name = f'"{part["column"]}"'
    text = bare(name) if part.get("bare") else f"lower({name})"
    if "words" in part or "without" in part:
        if part.get("words") == "all":
            raise SystemExit(f"a rule with every word of {name} makes several keys of a record; the peer joins on one")
        left_out = ", ".join("'" + word.replace("'", "''") + "'" for word in lists.get(part.get("without"), ["\u001f"]))
        words = f"list_filter(regexp_split_to_array({text}, '{LETTERS}'), lambda word: len(word) > 1 and word not in ({left_out}))"
        text = {"first": f"{words}[1]", "last": f"{words}[-1]"}.get(part.get("words"), f"array_to_string({words}, ' ')")
    if "dropLast" in part:
        text = f"left({text}, -{part['dropLast']})"
    if "first" in part:
        text = f"case when length({text}) >= {part['first']} then left({text}, {part['first']}) end"
    return f"nullif({text}, '')"


def plain(label):
    """A name that needs no quotes: `full_name_bare`, `birth_date_first_4`."""
    return re.sub(r"\W+", "_", label).lower()


def joined(parts, lists):
    return " || '\u001f' || ".join(expression(part_of(part), lists) for part in parts)


def keyed(name, own, lists):
    """Names and SQL of the columns of a rule: whole columns as they are, parts of columns derived."""
    rule = rule_of(own)
    if "limit" in rule:
        # What more records share than the limit gets a longer key, or none.
        key = joined(rule["parts"], lists)
        longer = joined([*rule["parts"], *rule["hot"]], lists) if "hot" in rule else "null"
        sql = f"case when count(*) over (partition by {key}) <= {rule['limit']} then {key} else {longer} end"
        return [(plain(f"key {name}"), sql)]
    columns = []
    for part in map(part_of, rule["parts"]):
        if set(part) == {"column"}:
            columns.append((part["column"], None))
        else:
            options = [option if value is True else f"{option} {value}" for option, value in sorted(part.items()) if option != "column"]
            columns.append((plain(" ".join([part["column"], *options])), expression(part, lists)))
    return columns


def rules_of(spec):
    """For each rule the columns that two records must share."""
    return [[column for column, _ in keyed(name, own, spec.get("lists", {}))] for name, own in spec["block"].items()]


def columns_of(spec):
    """The derived columns, each once, as pairs of name and SQL."""
    lists = spec.get("lists", {})
    every = [pair for name, own in spec["block"].items() for pair in keyed(name, own, lists)]
    return list({name: (name, sql) for name, sql in every if sql is not None}.values())
