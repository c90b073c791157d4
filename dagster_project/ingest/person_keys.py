"""By which values rows of the lake name a person: keys of source records, of what hangs on them, phone and e-mail."""

from collections.abc import Callable

from ..contracts import Entity
from .sql import literal, name

# What a column of any entity names. A parent account or an owner is somebody else.
KEY_COLUMNS = {
    "account_id": ("account",),
    "referrer_account_id": ("account",),
    "contact_id": ("contact",),
    "erp_customer_id": ("erp_customer",),
    "user_id": ("user",),
    "order_id": ("order",),
    "shop_order_id": ("shop_order",),
    "ticket_id": ("ticket",),
    "customer_ref": ("account", "contact", "erp_customer", "user"),
}
WIDE_DIGITS = ("０１２３４５６７８９＠", "0123456789@")


def keys_of(entity: Entity) -> list[tuple[str, str]]:
    """(kind, SQL of the normalised value) of every column of an entity that names a person."""
    keys = []
    for column in entity.columns.values():
        if column.personal in ("phone", "email"):
            keys.append((column.personal, normalised(column.personal, name(column.name))))
        keys += [(kind, normalised(kind, name(column.name))) for kind in KEY_COLUMNS.get(column.name, ())]
    return keys


def normalised(kind: str, text: str) -> str:
    """SQL of a key as it is compared: a phone's last 11 digits, an address in lower case."""
    half_width = f"translate({text}, {literal(WIDE_DIGITS[0])}, {literal(WIDE_DIGITS[1])})"
    if kind == "phone":
        return f"right(regexp_replace({half_width}, '[^0-9]', '', 'g'), 11)"
    return f"lower(trim({half_width}))" if kind == "email" else f"trim({text})"


def names_a_person_sql(entity: Entity, found: Callable[[str, str], str]) -> str:
    """SQL condition on a row of an entity; `found(kind, value)` gives the condition on one of its keys."""
    conditions = [f"coalesce({found(kind, value)}, false)" for kind, value in keys_of(entity)]
    return " or ".join(conditions) or "false"
