"""Which records become one customer, and what is published of it."""


def test_one_phone_in_four_notations_is_one_customer(built):
    records = [
        ("crm", "accounts", "A1"),
        ("crm", "contacts", "C1"),
        ("erp", "customers", "K1"),
        ("ecommerce", "users", "U1"),
    ]
    assert {built.customer_of(*record) for record in records} == {"crm-A1"}


def test_one_email_in_two_notations_is_one_customer(built):
    assert built.customer_of("erp", "customers", "K2") == built.customer_of("crm", "accounts", "A2")


def test_a_switchboard_does_not_merge_the_companies_behind_it(built):
    companies = [built.customer_of("crm", "accounts", f"B{number}") for number in range(6)]
    assert len(set(companies)) == 6


def test_a_record_without_shared_keys_stays_alone(built):
    assert built.customer_of("erp", "customers", "K3") == "erp-K3"


def test_a_contact_belongs_to_the_customer_of_its_account(built):
    assert built.customer_of("crm", "contacts", "C1") == "crm-A1"


def test_a_ticket_belongs_to_the_customer_whose_contact_wrote(built):
    assert built.customer_of("tickets", "tickets", "T1") == "crm-A1"


def test_every_record_is_mapped_and_masked(built):
    mapped = {row["record_id"]: row for row in built.rows("select * from marts.customer_identifiers")}
    accounts, contacts, erp_customers, shop_users, tickets = 10, 1, 3, 1, 2
    assert len(mapped) == accounts + contacts + erp_customers + shop_users + tickets
    assert (mapped["K1"]["customer_id"], mapped["K1"]["link_rule"], mapped["K1"]["phone"]) == (
        "crm-A1",
        "phone",
        "138****5678",
    )
    assert mapped["C1"]["person_id"] == "person-C1"
    assert (mapped["A2"]["name"], mapped["C1"]["name"], mapped["A1"]["name"]) == ("李*", "王*", "星河科技")


def test_quality_counts_customers_records_and_pairs(built):
    counts = {
        (row["measure"], row["category"]): row["item_count"]
        for row in built.rows("select * from marts.identity_quality")
    }
    assert counts["customers_by_record_count", "3"] == 1
    assert counts["customers_by_record_count", "2"] == 1
    assert counts["pairs_by_rule", "phone"] >= 2
    assert counts["records_by_rule", "contacts: account"] == 1
