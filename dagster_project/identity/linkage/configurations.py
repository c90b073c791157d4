"""The two configurations of the engine, on whichever backend Splink is given."""

from dataclasses import dataclass

from splink import SettingsCreator, block_on

from dagster_project.identity.linkage import levels


@dataclass(frozen=True)
class Configuration:
    """What is compared (`settings`), by which keys parameters are learnt, whose terms differ in frequency."""

    name: str
    settings: SettingsCreator
    training_blocks: tuple[tuple[str, ...], ...]
    term_columns: tuple[str, ...]


def customers() -> Configuration:
    """Companies and consumers of CRM, ERP and shop in one model; what does not apply to a record is null."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            levels.exact("tax_id"),
            levels.exact("erp_number"),
            levels.any_shared("phones"),
            levels.any_shared("emails"),
            levels.company_name(),
            levels.person_name(),
            levels.exact("person_place"),
            levels.exact("birth_year"),
            levels.exact("gender"),
        ],
        # Each block is an equi-join on a column whose frequent values are null: linear in records.
        blocking_rules_to_generate_predictions=[
            block_on("tax_id"),
            block_on("erp_number"),
            block_on("phones", arrays_to_explode=["phones"]),
            block_on("emails", arrays_to_explode=["emails"]),
            block_on("block_name_place"),
            block_on("block_brand_place"),
            block_on("block_person_born"),
            block_on("block_person_place"),
        ],
        retain_matching_columns=False,
    )
    return Configuration(
        name="customers",
        settings=settings,
        training_blocks=(("training_phone",), ("training_email",)),
        term_columns=("core", "person_name"),
    )


def persons() -> Configuration:
    """A plain file of persons, as libraries and hospitals have them."""
    blocks = [
        ("national_id",),
        ("email",),
        ("substr(email, 1, strpos(email, '@') - 1)",),
        ("birth_date",),
        ("first_name", "substr(birth_date, 1, 4)"),
        ("surname", "substr(birth_date, 1, 4)"),
        ("place", "substr(birth_date, 1, 7)"),
        ("first_name", "substr(surname, 1, 2)"),
        ("surname", "substr(first_name, 1, 2)"),
        ("surname", "postcode"),
        ("first_name", "postcode"),
        ("first_name", "surname"),
        ("surname", "place"),
        ("first_name", "place"),
        ("surname", "address"),
        ("first_name", "address"),
        ("postcode", "address"),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            levels.given_name("first_name", "surname"),
            levels.given_name("surname", "first_name"),
            levels.digits("birth_date"),
            levels.digits("national_id"),
            levels.digits("postcode"),
            levels.spelled("place", term_frequency=True),
            levels.spelled("address"),
            levels.email("email"),
        ],
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in blocks]
        + ["l.first_name = r.surname and l.surname = r.first_name"],
        retain_matching_columns=False,
    )
    return Configuration(
        name="persons",
        settings=settings,
        training_blocks=(("birth_date",), ("first_name", "surname"), ("surname", "place")),
        term_columns=("first_name", "surname", "place"),
    )
