"""Churn probabilities as the model writes them."""

from expectations.suite import MeanBetween, Share, Suite, Varies
from expectations.wording import not_empty, unique_key

SUITE = Suite(
    table="scores.churn",
    owner="team:data-science",
    rules=(
        not_empty(
            "scores.churn", "warning", "The model gives no score before one label window of history is complete."
        ),
        unique_key("customer_id"),
        Share(
            "a score names its customer and its model version",
            "critical",
            "What cannot be joined or traced must not be published.",
            holds="customer_id is not null and model_version is not null",
        ),
        Share(
            "churn_probability is known and between 0 and 1",
            "critical",
            "Tiers and saved value are computed from it as a probability.",
            column="churn_probability",
            holds="coalesce(churn_probability between 0 and 1, false)",
        ),
        Share(
            "a score says by which rung of the ladder it was made",
            "critical",
            "A rate by recency must not be read as a model's probability (N10).",
            column="tier",
            holds="coalesce(tier in ('shrunken_rate', 'logistic', 'machine_learning'), false)",
        ),
        Share(
            "a reason comes with its direction and effect",
            "critical",
            "A reason without a direction cannot be acted on.",
            column="reason_1",
            holds="case when reason_1 is not null then coalesce(reason_1_direction in ('raises', 'lowers'), false) "
            "and reason_1_effect is not null end",
        ),
        MeanBetween(
            "the mean churn_probability lies between 0.01 and 0.99",
            "warning",
            "Everybody leaving, or nobody, is a broken label or feature rather than news.",
            column="churn_probability",
            low=0.01,
            high=0.99,
        ),
        Varies(
            "churn_probability differs between customers",
            "warning",
            "One value for all ranks nobody: features were lost, or only the lowest rung of the model is in use.",
            column="churn_probability",
        ),
    ),
)
