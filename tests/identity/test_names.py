"""Names, phones and numbers in one spelling."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dagster_project.identity.names import (
    clean_text,
    company_name,
    dice_similarity,
    is_valid_credit_code,
    normalised_email,
    normalised_phone,
    normalised_tax_id,
    person_key,
    person_pinyin,
)

NAME_PARTS = [
    "有限公司",
    "集团",
    "上海",
    "(北京)",
    "分公司",
    "科技",
    "華泰",
    "贸易",
    " Co., Ltd.",
    "GmbH",
    "Müller",
    "Ａ",
    "店",
]
NAMES = st.one_of(st.text(max_size=20), st.lists(st.sampled_from(NAME_PARTS), max_size=6).map("".join))


@pytest.mark.parametrize("normaliser", [clean_text, person_key, person_pinyin], ids=lambda function: function.__name__)
@settings(max_examples=150, deadline=None)
@given(text=NAMES)
@example(text="10㩫")  # a character that no dictionary reads
def test_a_name_in_one_spelling_stays_as_it_is(normaliser, text):
    once = normaliser(text)
    assert normaliser(once) == once


@pytest.mark.parametrize(
    "normaliser", [normalised_email, normalised_phone, normalised_tax_id], ids=lambda function: function.__name__
)
@settings(max_examples=150, deadline=None)
@given(text=st.one_of(st.text(max_size=20), st.from_regex(r"\A[+(]?[0-9 ()-]{6,18}\Z"), st.emails()))
def test_a_key_in_one_spelling_stays_as_it_is(normaliser, text):
    once = normaliser(text)
    assert once is None or normaliser(once) == once


@settings(max_examples=150, deadline=None)
@given(text=NAMES)
@example(text="0:0\uf9e5\U0002f800")  # characters that are Chinese only once they are normalised
def test_the_core_of_a_company_name_is_its_own_core(text):
    core = company_name(text).core
    assert company_name(core).core == core


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("上海华泰机械有限公司", "華泰機械（上海）有限公司"),
        ("上海华泰机械有限公司", "华泰机械"),
        ("上海华泰机械有限公司", "上海市华泰机械股份有限公司"),
        ("Meridian Weber Electronics Co., Ltd.", "ＭＥＲＩＤＩＡＮ Weber Electronics"),
        ("Blue Stone Trading GmbH", "blue stone trading ltd (China)"),
    ],
)
def test_region_legal_form_script_and_width_do_not_tell_companies_apart(left, right):
    assert company_name(left).core == company_name(right).core


def test_a_branch_is_kept_apart_from_its_parent():
    parent, branch = company_name("华泰机械有限公司"), company_name("华泰机械有限公司苏州分公司")
    assert (parent.core, parent.unit) == (branch.core, "")
    assert branch.unit == "苏州分公司"


@pytest.mark.parametrize(
    ("name", "brand"),
    [
        ("宁波星河电子科技有限公司", "星河"),
        ("星河（深圳）国际贸易有限公司", "星河"),
        ("星河工程咨询青岛有限公司", "星河"),
        ("成都电动工具有限公司", ""),
        ("Northwind Silva Auto Parts Inc.", "northwind silva"),
    ],
)
def test_the_brand_is_what_trade_region_and_legal_form_leave(name, brand):
    assert company_name(name).brand == brand


def test_a_given_name_that_ends_like_a_shop_is_no_company():
    assert not company_name("李知行").has_legal_form
    assert company_name("知行便利店").has_legal_form


def test_names_of_persons_are_one_in_any_order_and_in_pinyin():
    assert person_key("Müller, Anna") == person_key("Dr. anna MULLER")
    assert person_pinyin("李娜") == person_pinyin("Na Li") == person_pinyin("Li Na")
    assert person_pinyin("曾丽") == "li zeng"
    assert person_key("王 芳") == person_key("王芳女士") == "王芳"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+86 138-1234-5678", "13812345678"),
        ("008613812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("013812345678", "13812345678"),
        ("(021) 6234-5678", "02162345678"),
        ("+86 21 6234 5678 转 801", "02162345678"),
        ("400-810-1234", "4008101234"),
        ("+49 30 123456", "+4930123456"),
        ("0044 20 7946 0958", "+442079460958"),
        ("00000000000", None),
        ("110", None),
        ("unknown", None),
    ],
)
def test_a_phone_is_one_number_in_every_notation(written, number):
    assert normalised_phone(written) == number


def test_a_credit_code_with_another_check_character_is_not_valid():
    assert is_valid_credit_code("91350100M000100Y43")  # the example of GB 32100-2015
    assert not is_valid_credit_code("91350100M000100Y44")
    assert not is_valid_credit_code("9135010OM000100Y43")
    assert normalised_tax_id(" 9131-00ab ") == "913100AB"


def test_a_tax_number_is_no_placeholder_and_carries_its_check_character():
    assert normalised_tax_id("9135 0100 M000 100Y 43") == "91350100M000100Y43"
    assert normalised_tax_id("11010519491231002x") == "11010519491231002X"  # the example of GB 11643-1999
    for written in ("91350100M000100Y44", "110105194912310021", "12345678", "11111111", "UNKNOWN", "NONE12", "待补充"):
        assert normalised_tax_id(written) is None


def test_likeness_counts_shared_pairs_of_characters():
    assert dice_similarity("华泰机械", "华泰机械") == 1
    assert dice_similarity("华泰机械", "华泰机电") == pytest.approx(2 / 3)
    assert dice_similarity("华泰", "星河") == 0
