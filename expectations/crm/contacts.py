"""Contact persons as the CRM delivers them."""

from expectations.suite import References, Suite
from expectations.wording import holds_emails, holds_phones, not_empty, reachable, unique_key

SUITE = Suite(
    table="crm.contacts",
    owner="team:sales-operations",
    rules=(
        not_empty(
            "crm.contacts", "warning", "A seller to consumers only has none; a seller to businesses lost a file."
        ),
        unique_key("contact_id"),
        reachable("a contact", at_least=0.5),
        holds_phones(),
        holds_emails(),
        References(
            "the account of a contact is known",
            "warning",
            "A person of an unknown company belongs to no customer.",
            column="account_id",
            target="crm.accounts",
            target_column="account_id",
        ),
    ),
)
