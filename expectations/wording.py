"""Rules that several tables share, worded once."""

from expectations.suite import Severity, Share, Unique, Volume

YEARS_OF_HISTORY = 20
LEAST_VALUES = 20  # of which a share is judged


def not_empty(table: str, severity: Severity, note: str) -> Volume:
    """At least one row has arrived."""
    return Volume(f"{table} has rows", severity, note)


def unique_key(*columns: str) -> Unique:
    """One row per key after the latest version was chosen."""
    return Unique(
        f"{', '.join(columns)} is unique",
        "critical",
        "A key that occurs twice among the latest versions doubles everything that is joined to it.",
        columns=columns,
    )


def reachable(subject: str, *, at_least: float) -> Share:
    """A phone number or an e-mail address is known."""
    return Share(
        f"{subject} has a phone number or an e-mail address",
        "warning",
        "Contact data are what identity is resolved by; a delivery without them usually lost its columns.",
        holds="phone is not null or email is not null",
        at_least=at_least,
    )


def holds_phones(column: str = "phone") -> Share:
    """Of the values that are there, most look like phone numbers: digits in any script, and no e-mail address."""
    digits = f"regexp_replace({column}, '[^\\p{{Nd}}]', '', 'g')"
    return _holds(column, "phone numbers", f"length({digits}) >= 7 and not {_at(column)}")


def holds_emails(column: str = "email") -> Share:
    """Of the values that are there, most look like e-mail addresses."""
    return _holds(column, "e-mail addresses", _at(column))


def _at(column: str) -> str:
    return f"regexp_matches({column}, '[@＠]')"


def _holds(column: str, what: str, condition: str) -> Share:
    """A critical rule on the values of a column, judged from LEAST_VALUES on: a few odd ones are chance."""
    return Share(
        f"{column} holds {what}",
        "critical",
        "Swapped headers or a column that slipped part customers, or merge them, by the thousand; mend the delivery.",
        column=column,
        holds=f"case when (select count({column}) from relation) >= {LEAST_VALUES} then {condition} end",
        at_least=0.8,
    )


def within_history(column: str) -> Share:
    """An event is not decades before the newest one: default dates such as 1900-01-01 are."""
    return Share(
        f"{column} lies within {YEARS_OF_HISTORY} years of the newest",
        "warning",
        "Default dates such as 1900-01-01 make customers look decades old.",
        column=column,
        holds=f"{column} >= (select max({column}) from relation) - interval {YEARS_OF_HISTORY} year",
        at_least=0.99,
    )


def in_order(earlier: str, later: str, *, at_least: float = 0.98) -> Share:
    """What must come later does, within a day for systems that keep dates only."""
    return Share(
        f"{later} is not before {earlier}",
        "warning",
        "Swapped day and month, a wrong timezone or a wrong column show up as effects before their causes.",
        column=later,
        holds=f"{later} >= {earlier} - interval 1 day",
        at_least=at_least,
    )


def no_extremes(column: str) -> Share:
    """No amount is thousands of times the usual one."""
    return Share(
        f"{column} is at most 5000 times its median",
        "warning",
        "An amount in cents, or a slipped decimal point, outweighs a whole segment.",
        column=column,
        holds=f"{column} <= 5000 * (select median({column}) from relation where {column} > 0)",
        at_least=0.9999,
    )
