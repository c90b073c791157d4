"""Users as the shop delivers them."""

from expectations.suite import Share, Suite
from expectations.wording import holds_emails, holds_phones, in_order, not_empty, reachable, unique_key

SUITE = Suite(
    table="ecommerce.users",
    owner="team:e-commerce",
    rules=(
        not_empty("ecommerce.users", "critical", "Shop orders would belong to nobody."),
        unique_key("user_id"),
        reachable("a user", at_least=0.5),
        holds_phones(),
        holds_emails(),
        in_order("registered_at", "updated_at"),
        Share(
            "a user was 10 to 110 years old at registration",
            "info",
            "Default years of birth spoil every group by age.",
            column="birth_year",
            holds="year(registered_at) - birth_year between 10 and 110",
            at_least=0.9,
        ),
    ),
)
