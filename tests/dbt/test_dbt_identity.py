"""Which records become one customer by exact keys."""


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
