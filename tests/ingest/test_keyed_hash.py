"""A source whose key is a phone number is joined by a hash that needs the key of the home."""

import hashlib
import hmac
import stat

MAPPING = """
timezone: Asia/Shanghai
deliveries:
  - files: "accounts_{business_date}.csv"
    mode: delta
    entities:
      crm.accounts:
        columns:
          account_id: keyed_hash(phone)
          name: name
          customer_type: "'consumer'"
"""


def delivered(home) -> dict[str, str]:
    home.deliver("accounts_2026-01-10.csv", "phone,name\n13812345678,李娜\n13887654321,王伟\n")
    home.map(MAPPING)
    (result,) = home.ingest()
    assert result.status == "loaded", result.message
    return {name: number for number, name in home.lake("account_id, name", "crm.accounts")}


def test_a_keyed_hash_is_the_hmac_under_the_key_of_the_home(home, another_home):
    found, file = delivered(home), home.settings.home / "hash_key"
    key = bytes.fromhex(file.read_text())
    assert found["李娜"] == hmac.new(key, b"13812345678", hashlib.sha256).hexdigest()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    elsewhere = delivered(another_home)
    assert set(elsewhere.values()).isdisjoint(found.values())


def test_the_key_stays(home):
    delivered(home)
    before = (home.settings.home / "hash_key").read_text()
    home.deliver("accounts_2026-01-11.csv", "phone,name\n13812345678,李娜\n")
    home.ingest()
    assert (home.settings.home / "hash_key").read_text() == before
    assert len({number for number, name in home.lake("account_id, name", "crm.accounts") if name == "李娜"}) == 1
