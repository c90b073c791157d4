"""Every planted number of the demo company, in one place. Written to truth/parameters.json."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PurchaseProcess:
    """BG/NBD (Fader, Hardie, Lee 2005) and Gamma-Gamma (Fader, Hardie 2013) of one customer type; days and CNY.

    lambda ~ Gamma(r, rate alpha); after every REPEAT purchase the customer is lost with p ~ Beta(a, b);
    order totals ~ Gamma(spend_p, rate nu), nu ~ Gamma(spend_q, rate spend_gamma).
    """

    r: float
    alpha: float
    a: float
    b: float
    spend_p: float
    spend_q: float
    spend_gamma: float

    @property
    def mean_order_amount(self) -> float:
        return self.spend_p * self.spend_gamma / (self.spend_q - 1)


@dataclass(frozen=True)
class DirtRates:
    """Share of rows (or customers) that get each kind of dirt."""

    name_variant: float = 0.30
    phone_variant: float = 0.45
    email_variant: float = 0.15
    fullwidth_tax_id: float = 0.03
    second_key_missing: float = 0.30
    needs_fuzzy: float = 0.03
    duplicate_account: float = 0.02
    shared_switchboard: float = 0.01
    shared_mailbox: float = 0.005
    missing_industry: float = 0.04
    vague_industry: float = 0.01
    second_date_format: float = 0.05
    order_synced_twice: float = 0.01
    repeated_row: float = 0.003
    shop_only_order: float = 0.015
    unknown_buyer: float = 0.006
    late_row: float = 0.015
    corrected_amount: float = 0.005
    broken_then_fixed: float = 0.0015
    broken_for_good: float = 0.0015
    orphan_line: float = 0.001
    unknown_requester: float = 0.015
    broken_refund: float = 0.01
    broken_ticket: float = 0.003
    broken_interaction: float = 0.004
    deleted_duplicate: float = 0.30
    deleted_prospect: float = 0.15
    deleted_account: float = 0.002


@dataclass(frozen=True)
class DemoParameters:
    """Planted behaviour; shares are 0-1, durations carry their unit, money is CNY."""

    consumer: PurchaseProcess = field(default_factory=lambda: PurchaseProcess(1.4, 32.0, 0.8, 8.0, 6.0, 4.0, 250.0))
    business: PurchaseProcess = field(default_factory=lambda: PurchaseProcess(1.8, 40.0, 0.7, 9.0, 5.0, 3.5, 3000.0))
    business_share: float = 0.35
    latin_share: float = 0.12
    prospect_share: float = 0.03
    customer_growth: float = 0.6
    bought_together_share: float = 0.45
    preferred_category_share: float = 0.85
    cancelled_share: float = 0.02
    closed_if_lost: float = 0.5
    refund_share: float = 0.04
    full_refund_share: float = 0.3
    bad_complaint_if_lost: float = 0.42
    bad_complaint_if_kept: float = 0.02
    bad_complaint_unsolved_share: float = 0.80
    solved_complaint_rate: float = 0.07
    question_rate: float = 0.08
    request_rate: float = 0.05
    incident_rate: float = 0.03
    complaint_rating_share: float = 0.75
    complaint_satisfied_share: float = 0.89
    other_ticket_satisfied_share: float = 0.92
    ivr_self_service_share: float = 0.65
    sensitive_share: float = 0.28
    sensitive_discount_order_share: float = 0.75
    sensitive_discount_if_lost: float = 0.25
    other_discount_order_share: float = 0.22
    nps_promoter_share: float = 0.64
    nps_detractor_share: float = 0.12
    email_open_share: float = 0.40
    subsidiary_share: float = 0.05
    contact_named_share: float = 0.6
    referral_share: float = 0.06
    referral_conversion: float = 0.67
    survey_response_share: float = 0.30
    survey_completion_share: float = 0.85
    social_follower_growth_per_month: float = 0.03
    social_engagement_share: float = 0.04
    incident_province: str = "广东"
    incident_first_day: str = "2025-09-08"
    incident_days: int = 5
    incident_intensity: float = 0.2
    outage_first_day: str = "2025-10-20"
    outage_days: int = 7
    outage_intensity: float = 0.1
    web_window_days: int = 180
    browsing_sessions_per_day: float = 0.05
    browsing_view_share: float = 0.70
    browsing_cart_share: float = 0.22
    browsing_checkout_share: float = 0.08
    search_spend_per_customer_day: float = 1.3
    social_spend_per_customer_day: float = 0.7
    campaign_spend_per_customer_day: float = 0.15
    past_action_lifts: tuple[tuple[str, float], ...] = (("care_call", 0.2), ("feedback_survey", 0.0))
    past_action_held_out_share: float = 0.35
    past_action_reached_share: float = 0.8
    past_action_first_day: str = "2025-08-20"
    past_action_days: int = 30
    past_action_window_days: int = 30
    dirt: DirtRates = field(default_factory=DirtRates)


PARAMETERS = DemoParameters()
