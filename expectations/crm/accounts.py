"""Accounts as the CRM delivers them."""

from expectations.suite import References, Share, Suite
from expectations.wording import holds_emails, holds_phones, in_order, not_empty, reachable, unique_key

SUITE = Suite(
    table="crm.accounts",
    owner="team:sales-operations",
    rules=(
        not_empty("crm.accounts", "critical", "Without accounts there is no CRM view of any customer."),
        unique_key("account_id"),
        reachable("an account", at_least=0.5),
        holds_phones(),
        holds_emails(),
        Share(
            "a business has a tax ID",
            "info",
            "The tax ID is the surest key of a company; where it is rare, identity rests on names.",
            column="tax_id",
            holds="case when customer_type = 'business' then tax_id is not null end",
            at_least=0.3,
        ),
        Share(
            "an account is not its own parent",
            "warning",
            "Group revenue rolls up along parents; a loop would never end.",
            column="parent_account_id",
            holds="parent_account_id <> account_id",
            at_least=0.999,
        ),
        in_order("registered_at", "updated_at"),
        References(
            "the owner of an account is known",
            "warning",
            "Lists of customers at risk go to the owner.",
            column="owner_id",
            target="crm.owners",
            target_column="owner_id",
            at_least=0.9,
        ),
    ),
)
