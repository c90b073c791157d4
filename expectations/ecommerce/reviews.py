"""Reviews as the shop delivers them."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty, unique_key, within_history

SUITE = Suite(
    table="ecommerce.reviews",
    owner="team:ecommerce",
    rules=(
        not_empty("ecommerce.reviews", "warning", "Without reviews satisfaction rests on surveys alone."),
        unique_key("review_id"),
        Share(
            "a review has an author",
            "info",
            "Reviews of guests belong to no customer.",
            column="user_id",
            holds="user_id is not null",
            at_least=0.5,
        ),
        Share(
            "not all ratings are the highest",
            "warning",
            "A constant default rating looks like delight.",
            column="rating",
            holds="rating < (select max(rating) from relation) or (select count(*) from relation) <= 20",
            at_least=0.05,
        ),
        within_history("created_at"),
    ),
)
