"""Models in Splink for the tasks of the bench, each the strongest that we could usefully give it."""

import splink.comparison_level_library as levels
import splink.comparison_library as compare
from splink import block_on

HISTORICAL = dict(
    comparisons=[
        compare.ForenameSurnameComparison(
            "first_name", "surname", forename_surname_concat_col_name="first_and_surname"
        ),
        compare.DateOfBirthComparison("dob", input_is_string=True),
        compare.PostcodeComparison("postcode_fake"),
        compare.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
        compare.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        compare.ExactMatch("gender"),
    ],
    sure=[block_on("first_name", "surname", "dob"), block_on("postcode_fake", "dob")],
    sessions=[block_on("dob"), block_on("postcode_fake"), block_on("first_name", "surname")],
    u_pairs=1e7,
    em_pairs=None,
)

FEBRL = dict(
    comparisons=[
        compare.NameComparison("given_name"),
        compare.NameComparison("surname"),
        compare.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
        compare.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
        compare.LevenshteinAtThresholds("postcode", [1, 2]),
        compare.JaroWinklerAtThresholds("suburb", [0.92, 0.8]),
        compare.JaroWinklerAtThresholds("address_1", [0.92, 0.8]),
        compare.JaroWinklerAtThresholds("address_2", [0.92, 0.8]),
        compare.ExactMatch("street_number"),
        compare.ExactMatch("state"),
    ],
    sure=[block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")],
    sessions=[block_on("date_of_birth"), block_on("postcode"), block_on("soc_sec_id")],
    u_pairs=1e6,
    em_pairs=None,
)

# A key column of persons.json: byte-wise similarities need letters without marks.
BARE = "full_name_bare"

PERSONS = dict(
    comparisons=[
        compare.CustomComparison(
            output_column_name="full_name",
            comparison_levels=[
                levels.NullLevel("full_name"),
                levels.ExactMatchLevel("full_name", term_frequency_adjustments=True),
                levels.CustomLevel(f"{BARE}_l = {BARE}_r", "same letters").configure(
                    tf_adjustment_column="full_name"
                ),
                levels.JaroWinklerLevel(BARE, 0.94),
                levels.JaroWinklerLevel(BARE, 0.88),
                levels.ElseLevel(),
            ],
        ),
        compare.CustomComparison(
            output_column_name="birth_date",
            comparison_levels=[
                levels.NullLevel("birth_date"),
                levels.ExactMatchLevel("birth_date"),
                levels.LevenshteinLevel("birth_date", 1),
                levels.LevenshteinLevel("birth_date", 2),
                levels.CustomLevel("substr(birth_date_l, 1, 4) = substr(birth_date_r, 1, 4)", "same year"),
                levels.ElseLevel(),
            ],
        ),
        compare.LevenshteinAtThresholds("pid", [1]),
        compare.LevenshteinAtThresholds("cmnd", [1]),
        compare.LevenshteinAtThresholds("phone", [1]),
        compare.ExactMatch("commune"),
    ],
    sure=[block_on("pid"), block_on("full_name", "birth_date", "commune")],
    sessions=[block_on("full_name", "birth_date"), block_on("pid")],
    u_pairs=5e6,
    em_pairs=2e6,
)

MODELS = dict(historical=HISTORICAL, febrl3=FEBRL, febrl4=FEBRL, persons=PERSONS)
