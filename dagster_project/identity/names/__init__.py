"""Normalised names, phones, addresses and tax numbers: pure functions of one text, safe to apply twice."""

from dagster_project.identity.names.company_names import CompanyName, company_name
from dagster_project.identity.names.emails import normalised_email
from dagster_project.identity.names.person_names import full_name, person_key, person_pinyin
from dagster_project.identity.names.phones import normalised_phone
from dagster_project.identity.names.similarity import bigrams, dice_similarity
from dagster_project.identity.names.tax_ids import is_valid_credit_code, normalised_tax_id
from dagster_project.identity.names.text import clean_text, is_cjk

__all__ = [
    "CompanyName",
    "bigrams",
    "clean_text",
    "company_name",
    "dice_similarity",
    "full_name",
    "is_cjk",
    "is_valid_credit_code",
    "normalised_email",
    "normalised_phone",
    "normalised_tax_id",
    "person_key",
    "person_pinyin",
]
