"""What names say, each read as a company's and as a person's: which of the two it is, its record decides."""

import pyarrow as pa

from dagster_project.identity.names import bigrams, clean_text, company_name, is_cjk, person_key, person_pinyin
from dagster_project.identity.names.person_names import PLACEHOLDERS

_TYPES = {
    "core": pa.string(),
    "core_script": pa.string(),
    "core_bigrams": pa.list_(pa.string()),
    "brand": pa.string(),
    "region": pa.string(),
    "unit": pa.string(),
    "has_legal_form": pa.bool_(),
    "form": pa.string(),
    "person_name": pa.string(),
    "person_pinyin": pa.string(),
}
_NOTHING = (None,) * len(_TYPES)


def name_table(texts: list[str]) -> pa.Table:
    """One row per text; all columns but `text` are null for a placeholder."""
    columns = zip(*map(_read, texts), strict=True) if texts else [()] * len(_TYPES)
    arrays = [pa.array(values, kind) for values, kind in zip(columns, _TYPES.values(), strict=True)]
    return pa.table([pa.array(texts, pa.string()), *arrays], names=["text", *_TYPES])


def _read(text: str) -> tuple:
    cleaned = clean_text(text)
    if not cleaned or cleaned in PLACEHOLDERS:
        return _NOTHING
    company = company_name(text)
    return (
        company.core,
        "cjk" if is_cjk(company.core) else "latin",
        bigrams(company.core),
        company.brand,
        company.region,
        company.unit,
        company.has_legal_form,
        company.form,
        person_key(text),
        person_pinyin(text),
    )
