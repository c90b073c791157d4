"""Comparisons written once and translated by Splink to the SQL of its backend, DuckDB or Spark."""

import splink.comparison_level_library as cll
import splink.comparison_library as cl

WRITTEN_FOR = "duckdb"


def level(condition: str, label: str) -> cll.CustomLevel:
    """A level by SQL that sqlglot translates without loss; a test runs every one through the Spark dialect."""
    return cll.CustomLevel(condition, label, base_dialect_str=WRITTEN_FOR)


def comparison(name: str, *levels) -> cl.CustomComparison:
    """Unknown where either side is null, then the levels from best to worst, then anything else."""
    return cl.CustomComparison([cll.NullLevel(name), *levels, cll.ElseLevel()], output_column_name=name)


def exact(column: str, *, term_frequency: bool = False) -> cl.CustomComparison:
    """Equal, different, or unknown."""
    return comparison(column, cll.ExactMatchLevel(column, term_frequency_adjustments=term_frequency))


def any_shared(column: str) -> cl.CustomComparison:
    """One of several phones or addresses in common, none, or unknown; an empty array is written as null."""
    return comparison(column, level(f"array_length(array_intersect({column}_l, {column}_r)) > 0", "one in common"))


def company_name() -> cl.CustomComparison:
    """Company names without region and legal form.

    A registered name is unique within its place by law, which the first level says; a shop and a company may well have
    one name, so the class of their legal form must agree where both tell it. Likeness is Dice's coefficient
    on character bigrams: names in characters have no words to compare.
    """
    alike = "2 * array_length(array_intersect(core_bigrams_l, core_bigrams_r)) >= {} * (core_length_l + core_length_r)"
    return comparison(
        "core",
        level(
            "core_l = core_r and place_l = place_r and coalesce(form_l, form_r, '') = coalesce(form_r, form_l, '')",
            "same name, same place",
        ),
        cll.ExactMatchLevel("core", term_frequency_adjustments=True),
        level(alike.format(0.6), "alike"),
        level(alike.format(0.3), "a part in common"),
    )


def person_name() -> cl.CustomComparison:
    """Names of persons: the same, the same in pinyin or in another order, or another."""
    return comparison(
        "person_name",
        cll.ExactMatchLevel("person_name", term_frequency_adjustments=True),
        level("person_pinyin_l = person_pinyin_r", "same in pinyin"),
    )


def spelled(column: str, *, term_frequency: bool = False) -> cl.CustomComparison:
    """Typed text with slips of the keyboard, by Jaro-Winkler similarity."""
    return comparison(
        column,
        cll.ExactMatchLevel(column, term_frequency_adjustments=term_frequency),
        cll.JaroWinklerLevel(column, 0.92),
        cll.JaroWinklerLevel(column, 0.8),
    )


def digits(column: str) -> cl.CustomComparison:
    """Numbers and dates as text, by edit distance."""
    return comparison(
        column, cll.ExactMatchLevel(column), cll.LevenshteinLevel(column, 1), cll.LevenshteinLevel(column, 2)
    )


def given_name(column: str, other: str) -> cl.CustomComparison:
    """One part of a name; forms get the two parts in the wrong boxes, and whole words are easily misspelt."""
    return comparison(
        column,
        cll.ExactMatchLevel(column, term_frequency_adjustments=True),
        level(f"{column}_l = {other}_r", "in the other box"),
        cll.JaroWinklerLevel(column, 0.92),
        cll.JaroWinklerLevel(column, 0.8),
        cll.JaroWinklerLevel(column, 0.65),
    )


def email(column: str) -> cl.CustomComparison:
    """Addresses: equal, the same mailbox name at another host, or a slip of the keyboard."""
    mailbox = f"substr({column}_{{0}}, 1, strpos({column}_{{0}}, '@') - 1)"
    return comparison(
        column,
        cll.ExactMatchLevel(column),
        level(f"{mailbox.format('l')} = {mailbox.format('r')}", "same mailbox name"),
        cll.JaroWinklerLevel(column, 0.88),
    )
