"""What names say, each read as a company's and as a person's: which of the two it is, its record decides."""

import pyarrow as pa

from dagster_project.identity.names import bigrams, clean_text, company_name, is_cjk, person_key, person_pinyin

PLACEHOLDERS = frozenset(
    [
        "未知",
        "无",
        "无名",
        "匿名",
        "测试",
        "test",
        "unknown",
        "none",
        "null",
        "n",
        "a",
        "na",
        "先生",
        "女士",
        "客户",
        "顾客",
        "用户",
        "散客",
        "零售客户",
    ]
)
_TYPES = {"has_legal_form": pa.bool_(), "core_bigrams": pa.list_(pa.string())}
_COLUMNS = (
    "core",
    "core_script",
    "core_bigrams",
    "brand",
    "region",
    "unit",
    "has_legal_form",
    "person_name",
    "person_pinyin",
)


def name_table(texts: list[str]) -> pa.Table:
    """One row per text; all columns but `text` are null for a placeholder."""
    rows = [_read(text) for text in texts]
    columns = {name: pa.array([row.get(name) for row in rows], _TYPES.get(name, pa.string())) for name in _COLUMNS}
    return pa.table({"text": pa.array(texts, pa.string()), **columns})


def _read(text: str) -> dict:
    cleaned = clean_text(text)
    if not cleaned or cleaned in PLACEHOLDERS:
        return {}
    company = company_name(text)
    return {
        "core": company.core,
        "core_script": "cjk" if is_cjk(company.core) else "latin",
        "core_bigrams": bigrams(company.core),
        "brand": company.brand,
        "region": company.region,
        "unit": company.unit,
        "has_legal_form": company.has_legal_form,
        "person_name": person_key(text),
        "person_pinyin": person_pinyin(text),
    }
