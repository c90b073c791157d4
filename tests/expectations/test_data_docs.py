"""Great Expectations' pages: readable sentences, nobody's data, nothing fetched from outside."""

import re

from support.relations import good_rows, rows

from dagster_project.defs.quality import check_result
from expectations import suite_for, validate


def test_a_page_tells_every_rule_and_holds_no_delivered_value_and_no_address_outside(tmp_path):
    page = tmp_path / "docs" / "crm.accounts.html"
    account = {"phone": "'13812345678'", "email": "'zhang@example.com'", "parent_account_id": "'key-0'"}
    validate(suite_for("crm.accounts"), rows("crm.accounts", account, {}), page=page)
    html = page.read_text()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
    for rule in suite_for("crm.accounts").rules[:6]:
        assert rule.sentence in text
    assert "Failed" in text
    assert not re.search(r"13812345678|zhang@|key-0", html)
    assert not re.search(r"(?:src|href)=\"?https?:", html)
    assert page.stat().st_mode & 0o077 == 0


def test_a_check_links_its_page(tmp_path):
    page = tmp_path / "crm.owners.html"
    results = validate(suite_for("crm.owners"), good_rows("crm.owners"), page=page)
    metadata = check_result(["crm", "owners"], results, page=page).metadata
    assert metadata["data docs"].value == page.as_uri()
    assert "data docs" not in check_result(["crm", "owners"], results, page=tmp_path / "none.html").metadata
