"""The same customer in several systems: under which spelling and with which keys each system holds him."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.demo.behaviour.identity import EMAIL, PHONE, Identity
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.parameters import DirtRates
from dagster_project.demo.text import choose, fullwidth, join, stream
from dagster_project.demo.words import names

SYSTEMS = ("crm", "erp", "ecommerce", "tickets")


@dataclass(frozen=True)
class Record:
    """What one system holds of every customer, as the system spells it, with flags for the truth."""

    name: pa.Array
    phone: pa.Array
    email: pa.Array
    tax_id: pa.Array
    flags: dict[str, np.ndarray]


def draw_record(
    people: Population, identity: Identity, dirt: DirtRates, *, system: str, seed: int, chunk: int
) -> Record:
    """One system's view: the anchor key always, the other key mostly, the customer's own spelling of today."""
    rng = stream(seed, chunk, f"record {system}")
    count = len(people)
    position = SYSTEMS.index(system.split(" ")[0])
    needs_fuzzy = identity.fuzzy_system == position if position else np.zeros(count, bool)
    missing = rng.random(count) < (dirt.second_key_missing if position else dirt.second_key_missing / 3)
    nothing = pa.scalar(None, pa.string())
    phone = choose(needs_fuzzy, names.mobiles(people.ids, 2), identity.phone)
    email = choose(needs_fuzzy, names.emails(people.ids, people.is_business, 2), identity.email)
    phone = pc.if_else(pa.array(missing & (identity.anchor == EMAIL)), nothing, phone)
    email = pc.if_else(pa.array(missing & (identity.anchor == PHONE)), nothing, email)
    if system in ("crm", "erp"):
        phone = choose(identity.switchboard >= 0, names.landlines(identity.switchboard), phone)
        email = choose(
            identity.mailbox >= 0,
            join("service@group", pc.cast(pa.array(identity.mailbox), pa.string()), ".com.cn"),
            email,
        )
    tax_missing = needs_fuzzy | (rng.random(count) < 0.06)
    tax = pc.if_else(pa.array(tax_missing), nothing, identity.tax_id)
    tax_full = rng.random(count) < dirt.fullwidth_tax_id
    draws = rng.random((3, count))
    flags = {
        "name_variant": draws[0] < dirt.name_variant,
        "phone_variant": draws[1] < dirt.phone_variant,
        "email_variant": draws[2] < dirt.email_variant,
        "needs_fuzzy": needs_fuzzy,
        "has_shared_key": (identity.switchboard >= 0) | (identity.mailbox >= 0),
    }
    return Record(
        name=_name_variant(rng, people, identity, flags["name_variant"]),
        phone=phone_variant(rng, phone, flags["phone_variant"]),
        email=choose(flags["email_variant"], pc.utf8_upper(email), email),
        tax_id=_some_fullwidth(tax, tax_full),
        flags=flags,
    )


def phone_variant(rng: np.random.Generator, phone: pa.Array, varies: np.ndarray) -> pa.Array:
    """The ways a mobile number is typed: +86 138-1234-5678, 138 1234 5678, 86 in front, full-width digits."""
    part = [pc.utf8_slice_codeunits(phone, *cut) for cut in ((0, 3), (3, 7), (7, 11))]
    is_mobile = pc.fill_null(pc.equal(pc.utf8_length(phone), 11), False).to_numpy(zero_copy_only=False)
    style = np.where(varies & is_mobile, rng.choice(5, len(varies), p=[0.35, 0.35, 0.14, 0.10, 0.06]), -1)
    spelled = (
        join("+86 ", part[0], "-", part[1], "-", part[2]),
        join(part[0], " ", part[1], " ", part[2]),
        join("86", phone),
        join("0", phone),
    )
    for index, text in enumerate(spelled):
        phone = choose(style == index, text, phone)
    return _some_fullwidth(phone, style == 4)


def _name_variant(rng: np.random.Generator, people: Population, identity: Identity, varies: np.ndarray) -> pa.Array:
    style = np.where(varies, rng.integers(4, size=len(varies)), -1)
    company = people.is_business
    name = choose((style == 0) & company, join(identity.prefix, identity.middle), identity.name)
    name = choose((style == 1) & company, join(identity.middle, identity.suffix), name)
    bracketed = join("（", identity.prefix, "）", identity.middle, identity.suffix)
    name = choose((style == 2) & company & ~people.is_latin, bracketed, name)
    name = choose((style == 3) & people.is_latin, pc.utf8_upper(name), name)
    name = choose(
        (style == 3) & ~people.is_latin & ~company,
        join(pc.utf8_slice_codeunits(name, 0, 1), " ", pc.utf8_slice_codeunits(name, 1)),
        name,
    )
    return _some_fullwidth(name, (style == 2) & people.is_latin)


def _some_fullwidth(values: pa.Array, chosen: np.ndarray) -> pa.Array:
    """Full-width spelling of the chosen rows, leaving nulls alone."""
    mask = chosen & values.is_valid().to_numpy(zero_copy_only=False)
    if not mask.any():
        return values
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    return pc.replace_with_mask(values, pa.array(mask), fullwidth(values.filter(pa.array(mask))))
