"""The metrics of the registry a second time: plain pandas over the published facts, no line shared with it."""

import duckdb
import pandas as pd

FACTS = (
    *("orders", "order_lines", "refunds", "tickets", "survey_responses", "reviews", "campaign_touches", "interactions"),
    *("marketing_spend", "referrals", "web_sessions", "opportunities", "survey_sends"),
)
CHURN_WINDOW, YEAR = pd.Timedelta(days=90), pd.Timedelta(days=365)
DIGITAL = {"online", "web", "app", "chat", "email", "sms", "wechat", "social"}


def read_facts(connection: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """Published facts by name without `fct_`, decimals as floats; `timeline` and `customers` beside them."""
    tables = {name: f"fct_{name}" for name in FACTS} | {"timeline": "customer_timeline", "customers": "dim_customers"}
    frames = {name: connection.sql(f"select * from marts.{table}").df() for name, table in tables.items()}
    frames["orders"]["counts"] = frames["orders"].is_counted.astype(bool)
    return frames


def of_month(facts: dict[str, pd.DataFrame], month: str) -> dict[str, float]:
    """Metrics of what happened in a month, such as 2025-11, for all customers together."""

    def happened(fact: str, column: str) -> pd.DataFrame:
        rows = facts[fact]
        return rows[rows[column].dt.strftime("%Y-%m") == month]

    every = happened("orders", "ordered_on")
    orders, lines = every[every.counts], happened("order_lines", "ordered_on")
    lines, refunds = lines[lines.is_counted.astype(bool)], happened("refunds", "refunded_on")
    discounts = orders[orders.discount_amount.notna()]
    tickets, sessions = happened("tickets", "created_on"), happened("web_sessions", "started_on")
    complaints, ivr = tickets[tickets.kind == "complaint"], tickets[tickets.channel == "ivr"]
    rated = tickets[tickets.satisfaction_score.notna()]
    solved = rated[(rated.kind == "complaint") & rated.is_resolved]
    answers = happened("survey_responses", "responded_on")
    nps = answers[(answers.survey == "nps") & (answers.scale_max == 10)].score
    touchpoints = answers[answers.survey == "touchpoint"]
    asked, every_answer = happened("survey_sends", "sent_on"), facts["survey_responses"]
    asked_on = (every_answer.sent_at + pd.Timedelta(hours=8)).dt.normalize()
    sendings = asked[["survey", "touchpoint", "sent_on"]].fillna("").drop_duplicates()
    replies = len(every_answer.fillna({"touchpoint": ""}).assign(sent_on=asked_on).merge(sendings))
    touches, referrals = happened("campaign_touches", "sent_on"), happened("referrals", "created_on")
    emails, offers = touches[touches.channel == "email"], touches[touches.content_kind == "offer"]
    events, deals = touches[touches.channel == "event"], happened("opportunities", "closed_on")
    contacts = happened("timeline", "occurred_on").channel.dropna()
    carted, viewed = (sessions.add_to_cart_count > 0).sum(), (sessions.product_view_count > 0).sum()
    return {
        "order_count": len(orders),
        "net_revenue": orders.net_amount.sum(),
        "gross_revenue": orders.gross_amount.sum(),
        "ordering_customer_count": orders.customer_id.nunique(),
        "average_order_value": orders.net_amount.mean(),
        "cancellation_rate": 1 - len(orders) / len(every),
        "refund_rate": orders.refunded_amount.sum() / orders.gross_amount.sum(),
        "discount_rate": discounts.discount_amount.sum() / (discounts.gross_amount + discounts.discount_amount).sum(),
        "discounted_order_share": (discounts.discount_amount > 0).mean(),
        "online_order_share": (orders.sales_channel.dropna() == "online").mean(),
        "units_sold": lines.quantity.sum(),
        "product_revenue": lines.line_amount.sum(),
        "average_unit_price": lines.line_amount.sum() / lines.quantity.sum(),
        "refund_amount_by_refund_date": refunds[refunds.is_counted.astype(bool)].refund_amount.sum(),
        "ticket_count": len(tickets),
        "complaint_count": len(complaints),
        "complaint_share": len(complaints) / len(tickets),
        "resolution_rate": tickets.is_resolved.mean(),
        "reopen_rate": (tickets.reopened_count.dropna() > 0).mean(),
        "csat": (rated.satisfaction_score >= 4).mean(),
        "complaint_csat": (solved.satisfaction_score >= 4).mean(),
        "first_response_minutes": tickets.first_response_minutes.mean(),
        "first_response_business_minutes": tickets.first_response_business_minutes.mean(),
        "vendor_first_response_minutes": tickets.vendor_first_response_minutes.mean(),
        "handling_minutes_per_ticket": tickets.resolution_minutes.mean(),
        "handling_business_minutes_per_ticket": tickets.resolution_business_minutes.mean(),
        "complaint_handling_minutes": complaints.resolution_minutes.mean(),
        "ivr_self_service_rate": ivr.resolved_by_self_service.dropna().astype(bool).mean(),
        "nps": 100 * ((nps >= 9).mean() - (nps <= 6).mean()),
        "promoter_share": (nps >= 9).mean(),
        "passive_share": ((nps > 6) & (nps < 9)).mean(),
        "detractor_share": (nps <= 6).mean(),
        "nps_reason_share": answers[answers.survey == "nps"].has_reason.mean(),
        "touchpoint_satisfaction": ((touchpoints.score - 1) / (touchpoints.scale_max - 1)).mean(),
        "survey_answer_count": len(answers),
        "survey_response_rate": replies / asked.sent_count.sum(),
        "survey_completion_rate": replies / asked.started_count.sum(),
        "mean_review_rating": happened("reviews", "created_on").rating.mean(),
        "review_count": len(happened("reviews", "created_on")),
        "email_open_rate": emails.opened_at.notna().mean(),
        "email_click_rate": emails.clicked_at.notna().mean(),
        "email_unsubscribe_rate": emails.unsubscribed_at.notna().mean(),
        "message_count": (touches.channel != "event").sum(),
        "offer_redemption_rate": offers.redeemed_at.notna().mean(),
        "event_attendance_rate": events.attended_at.notna().mean(),
        "marketing_spend_amount": happened("marketing_spend", "spend_on").spend_amount.sum(),
        "referral_count": len(referrals),
        "referral_conversion_rate": referrals.is_converted.mean(),
        "active_user_count": sessions.user_id.nunique(),
        "session_count": len(sessions),
        "mean_session_seconds": sessions.duration_seconds.mean(),
        "feature_use_rate": (sessions.feature_use_count > 0).mean(),
        "session_cart_rate": carted / viewed,
        "session_checkout_rate": (sessions.checkout_count > 0).sum() / carted,
        "session_conversion_rate": (sessions.purchase_count > 0).mean(),
        "online_interaction_rate": events.attended_at.notna().sum() / sessions.login_count.sum(),
        "digital_contact_share": contacts.isin(DIGITAL).mean(),
        "win_rate": deals.is_won.dropna().astype(bool).mean(),
        "sales_cycle_days": deals[deals.is_won.notna()].age_days.mean(),
        "interaction_count": len(happened("interactions", "occurred_on")),
    }


def at_month_end(facts: dict[str, pd.DataFrame], month: str) -> dict[str, float]:
    """Metrics of how customers stand at the end of a month, by what was known then."""
    end = pd.Period(month).end_time.normalize()
    orders = facts["orders"]
    orders = orders[orders.counts & orders.customer_id.notna() & (orders.ordered_on <= end)]
    by_customer = orders.groupby("customer_id")
    first, last, count = by_customer.ordered_on.min(), by_customer.ordered_on.max(), by_customer.size()

    def spend(since: pd.Timestamp) -> pd.Series:
        refunds = facts["refunds"]
        refunds = refunds[refunds.is_counted.astype(bool) & (refunds.refunded_on <= end)]
        paid = orders[orders.ordered_on > since].groupby("customer_id").gross_amount.sum()
        back = refunds[refunds.refunded_on > since].groupby("customer_id").refund_amount.sum()
        return paid.sub(back, fill_value=0).reindex(count.index, fill_value=0)

    def buyers(after: pd.Timestamp, until: pd.Timestamp) -> pd.Index:
        return pd.Index(orders[(orders.ordered_on > after) & (orders.ordered_on <= until)].customer_id.unique())

    recent, before = buyers(end - CHURN_WINDOW, end), buyers(end - 2 * CHURN_WINDOW, end - CHURN_WINDOW)
    lines, tickets, referrals = facts["order_lines"], facts["tickets"], facts["referrals"]
    lines = lines[lines.is_counted.astype(bool) & lines.customer_id.notna() & (lines.ordered_on <= end)]
    categories = lines.groupby("customer_id").category.nunique()
    complained = tickets[(tickets.kind == "complaint") & (tickets.created_on <= end)].customer_id
    churned = last.index[end - last >= CHURN_WINDOW]
    discounts = orders.groupby("customer_id").discount_amount.agg(["count", lambda amounts: (amounts > 0).sum()])
    discounts.columns = ["known", "discounted"]
    discounts = discounts[discounts.known > 0]
    odds = discounts.discounted / (discounts.known - discounts.discounted)
    all_odds = discounts.discounted.sum() / (discounts.known - discounts.discounted).sum()
    is_mostly = (discounts.discounted >= 0.5 * discounts.known) & (odds >= 2 * all_odds)
    sensitive = discounts.index[is_mostly & (count[discounts.index] >= 2)]
    yearly, year_orders = spend(end - YEAR), orders[orders.ordered_on > end - YEAR]
    spenders = yearly[yearly > 0]
    top = spenders[spenders.rank(method="min", ascending=False) <= 0.1 * len(spenders)]
    customers = facts["customers"].set_index("customer_id")
    ever = facts["orders"][facts["orders"].counts].groupby("customer_id").ordered_on.min()
    known = pd.concat([customers.registered_on, ever.reindex(customers.index)], axis=1).min(axis=1)
    new = first[first.dt.strftime("%Y-%m") == month]
    month_spend = facts["marketing_spend"]
    month_spend = month_spend[month_spend.spend_on.dt.strftime("%Y-%m") == month].spend_amount.sum()
    referred = referrals[referrals.created_on <= end].referrer_customer_id.unique()
    return {
        "customer_count": len(count),
        "new_customer_count": len(new),
        "active_customer_count": len(recent),
        "conversion_rate": len(count) / (known <= end).sum(),
        "repurchase_rate": (count >= 2).mean(),
        "retention_rate": before.isin(recent).mean(),
        "churn_rate": 1 - before.isin(recent).mean(),
        "churned_customer_share": len(churned) / len(count),
        "silent_churn_share": 1 - churned.isin(complained).mean(),
        "price_sensitive_share": len(sensitive) / (count[discounts.index] >= 2).sum(),
        "price_sensitive_churn_rate": 1 - before[before.isin(sensitive)].isin(recent).mean(),
        "cross_buy_rate": (categories >= 2).mean(),
        "product_diversity": categories.mean(),
        "mean_customer_spend": spend(pd.Timestamp.min).mean(),
        "mean_purchase_frequency": count.mean(),
        "yearly_purchase_frequency": year_orders.groupby("customer_id").size().mean(),
        "mean_recency_days": (end - last).dt.days.mean(),
        "top_decile_revenue_share": top.sum() / yearly.sum(),
        "active_referral_share": count.index.isin(referred).mean(),
        "customer_acquisition_cost": month_spend / len(new),
    }
