"""Events as the shop tracks them."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty, unique_key, within_history

SUITE = Suite(
    table="ecommerce.events",
    owner="team:ecommerce",
    rules=(
        not_empty("ecommerce.events", "warning", "Sessions and paths are counted from events."),
        unique_key("event_id"),
        Share(
            "an event belongs to a session",
            "warning",
            "Events without a session are cut into sessions by pauses, less surely.",
            column="session_id",
            holds="session_id is not null",
            at_least=0.9,
        ),
        Share(
            "an event of a product names the product",
            "warning",
            "Views that name no product recommend nothing.",
            column="sku",
            holds="case when kind in ('product_view', 'add_to_cart') then sku is not null end",
            at_least=0.9,
        ),
        within_history("occurred_at"),
    ),
)
