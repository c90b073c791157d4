"""For every rule of every suite the rows that break it, as changes of the good row."""

from itertools import repeat

NULL, NO_TIME, NO_MONEY = "cast(null as varchar)", "cast(null as timestamp)", "cast(null as decimal(18, 4))"
ZERO = "cast(0 as decimal(18, 4))"
NO_CONTACT = {"phone": NULL, "email": NULL}
NEW_YEAR_1900, LONG_BEFORE = "timestamp '1900-01-01'", "timestamp '2025-02-01'"
HUGE = "cast(99999999 as decimal(18, 4))"
NO_PHONES, NO_EMAILS = ["'lin@example.com'", "'13800000001@example.com'"] * 10, ["'13800000001'"] * 20
SAME_EVERYWHERE = [{} for _ in repeat(None, 21)]


def _twice(**key: str) -> list[dict[str, str]]:
    return [key, key]


def _swapped(prefix: str = "") -> dict[str, list[dict[str, str]]]:
    phone, email = f"{prefix}phone", f"{prefix}email"
    return {
        f"{phone} holds phone numbers": [{phone: text} for text in NO_PHONES],
        f"{email} holds e-mail addresses": [{email: text} for text in NO_EMAILS],
    }


def _extreme(column: str) -> list[dict[str, str]]:
    return [{}, {}, {column: HUGE}]


def _ancient(column: str) -> list[dict[str, str]]:
    return [{}, {column: NEW_YEAR_1900}]


RELATED = {
    "crm.accounts": {"crm.owners": "select 'O1' as owner_id"},
    "marketing.touches": {"marketing.campaigns": "select 'M1' as campaign_id"},
    "marketing.spend": {"marketing.campaigns": "select 'M1' as campaign_id"},
    "marketing.referrals": {"crm.accounts": "select 'A1' as account_id"},
    "tickets.ticket_events": {"tickets.tickets": "select 'key-' || n as ticket_id from range(9) as t (n)"},
    "seeds.industry_synonyms": {"seeds.industries": "select 'A01' as industry_code"},
    "crm.contacts": {"crm.accounts": "select 'A1' as account_id"},
    "crm.interactions": {"crm.accounts": "select 'A1' as account_id"},
    "crm.opportunities": {"crm.accounts": "select 'A1' as account_id"},
    "erp.orders": {"erp.customers": "select 'K1' as erp_customer_id union all select null"},
    "erp.order_lines": {"erp.orders": "select 'B1' as order_id", "erp.products": "select 'S1' as sku"},
    "erp.refunds": {"erp.orders": "select 'B1' as order_id"},
    "tickets.tickets": {"erp.orders": "select 'B1' as order_id"},
    "ecommerce.orders": {"ecommerce.users": "select 'U1' as user_id"},
    "ecommerce.order_items": {"ecommerce.orders": "select 'W1' as shop_order_id"},
}

BAD_ROWS = {
    "crm.accounts": {
        "account_id is unique": _twice(account_id="'A1'"),
        "an account has a phone number or an e-mail address": [NO_CONTACT],
        **_swapped(),
        "a business has a tax ID": [{"tax_id": NULL}],
        "an account is not its own parent": [{"account_id": "'A1'", "parent_account_id": "'A1'"}],
        "updated_at is not before registered_at": [{"updated_at": LONG_BEFORE}],
        "the owner of an account is known": [{"owner_id": "'O2'"}],
    },
    "crm.contacts": {
        "contact_id is unique": _twice(contact_id="'C1'"),
        "a contact has a phone number or an e-mail address": [NO_CONTACT],
        **_swapped(),
        "the account of a contact is known": [{"account_id": "'A2'"}],
    },
    "crm.interactions": {
        "interaction_id is unique": _twice(interaction_id="'I1'"),
        "occurred_at lies within 20 years of the newest": _ancient("occurred_at"),
        "an interaction has a kind other than other": [{"kind": "'other'"}],
        "the account of an interaction is known": [{"account_id": "'A2'"}],
    },
    "crm.opportunities": {
        "opportunity_id is unique": _twice(opportunity_id="'P1'"),
        "created_at lies within 20 years of the newest": _ancient("created_at"),
        "closed_at is not before created_at": [{"closed_at": LONG_BEFORE}],
        "amount is at most 5000 times its median": _extreme("amount"),
        "an opportunity has an amount": [{"amount": NO_MONEY}],
        "a closed opportunity says whether it was won": [{"is_won": "cast(null as boolean)"}],
        "the account of an opportunity is known": [{"account_id": "'A2'"}],
    },
    "crm.owners": {
        "owner_id is unique": _twice(owner_id="'O1'"),
        "an owner belongs to a team": [{"team": NULL}],
    },
    "erp.customers": {
        "erp_customer_id is unique": _twice(erp_customer_id="'K1'"),
        "a customer has a phone number or an e-mail address": [NO_CONTACT],
        **_swapped(),
        "a customer has a name": [{"name": NULL}],
    },
    "erp.products": {
        "sku is unique": _twice(sku="'S1'"),
        "an article has a category": [{"category": NULL}],
        "an article costs less than its list price": [{"list_price": ZERO}],
    },
    "erp.orders": {
        "order_id is unique": _twice(order_id="'B1'"),
        "an order belongs to a customer": [{}, {"erp_customer_id": NULL}, {"erp_customer_id": NULL}],
        "ordered_at lies within 20 years of the newest": _ancient("ordered_at"),
        "updated_at is not before ordered_at": [{"updated_at": LONG_BEFORE}],
        "delivered_at is not before ordered_at": [{"delivered_at": LONG_BEFORE}],
        "total_amount is at most 5000 times its median": _extreme("total_amount"),
        "an order that stands costs something": [{"total_amount": ZERO}],
        "most orders are not cancelled": [{"status": "'cancelled'"}],
        "the customer of an order is known": [{"erp_customer_id": "'K2'"}],
    },
    "erp.order_lines": {
        "order_id, line_number is unique": _twice(line_number="1"),
        "a line has a quantity above zero": [{"quantity": ZERO}],
        "a line has a price above zero": [{"unit_price": ZERO}],
        "a discount is not above the price of its line": [{"discount_amount": HUGE}],
        "the order of a line is known": [{"order_id": "'B2'"}],
        "the article of a line is known": [{"sku": "'S2'"}],
    },
    "erp.refunds": {
        "refund_id is unique": _twice(refund_id="'R1'"),
        "refunded_at lies within 20 years of the newest": _ancient("refunded_at"),
        "amount is at most 5000 times its median": _extreme("amount"),
        "a refund is above zero": [{"amount": ZERO}],
        "a refund names an order or a customer": [{"order_id": NULL}],
        "the order of a refund is known": [{"order_id": "'B2'"}],
    },
    "tickets.tickets": {
        "ticket_id is unique": _twice(ticket_id="'T1'"),
        **_swapped("requester_"),
        "created_at lies within 20 years of the newest": _ancient("created_at"),
        "first_response_at is not before created_at": [{"first_response_at": LONG_BEFORE}],
        "resolved_at is not before created_at": [{"resolved_at": LONG_BEFORE}],
        "a ticket can be traced to a customer": [{"requester_email": NULL, "order_id": NULL}],
        "a resolved ticket was answered before": [{"first_response_at": NO_TIME}],
        "the order of a ticket is known": [{"order_id": "'B2'"}],
    },
    "ecommerce.users": {
        "user_id is unique": _twice(user_id="'U1'"),
        "a user has a phone number or an e-mail address": [NO_CONTACT],
        **_swapped(),
        "updated_at is not before registered_at": [{"updated_at": LONG_BEFORE}],
        "a user was 10 to 110 years old at registration": [{"birth_year": "cast(1900 as bigint)"}],
    },
    "ecommerce.orders": {
        "shop_order_id is unique": _twice(shop_order_id="'W1'"),
        "an order belongs to a user": [{"user_id": NULL}],
        "placed_at lies within 20 years of the newest": _ancient("placed_at"),
        "updated_at is not before placed_at": [{"updated_at": LONG_BEFORE}],
        "total_amount is at most 5000 times its median": _extreme("total_amount"),
        "an order that stands costs something": [{"total_amount": ZERO}],
        "the user of an order is known": [{"user_id": "'U2'"}],
    },
    "ecommerce.order_items": {
        "shop_order_id, line_number is unique": _twice(line_number="1"),
        "an item has a quantity above zero": [{"quantity": ZERO}],
        "an item has a price above zero": [{"unit_price": ZERO}],
        "the order of an item is known": [{"shop_order_id": "'W2'"}],
    },
    "scores.churn": {
        "customer_id is unique": _twice(customer_id="'X1'"),
        "a score names its customer and its model version": [{"model_version": NULL}],
        "churn_probability is known and between 0 and 1": [{"churn_probability": "1.5::double"}],
        "a score says by which rung of the ladder it was made": [{"tier": "'guess'"}],
        "a reason comes with its direction and effect": [{"reason_1_direction": NULL}],
        "the mean churn_probability lies between 0.01 and 0.99": [{"churn_probability": "1::double"}],
        "churn_probability differs between customers": SAME_EVERYWHERE,
    },
    "scores.clv": {
        "customer_id is unique": _twice(customer_id="'X1'"),
        "a score names its customer and its model version": [{"model_version": NULL}],
        "clv_amount is known, finite and not negative": [{"clv_amount": "'nan'::double"}],
        "expected_purchase_count is known, finite and not negative": [{"expected_purchase_count": "-1::double"}],
        "probability_alive is between 0 and 1 where it is known": [{"probability_alive": "1.1::double"}],
        "clv_amount differs between customers": SAME_EVERYWHERE,
        "no customer of many is worth more than all the others together": [
            *SAME_EVERYWHERE,
            {"clv_amount": "99999::double"},
        ],
    },
    "scores.opportunity": {
        "opportunity_id is unique": _twice(opportunity_id="'P1'"),
        "rule_score lies between 0 and 100": [{"rule_score": "120::double"}, {"rule_score": "cast(null as double)"}],
        "the points of the dimensions add up to rule_score": [{"budget_points": "30::double"}],
        "win_probability is between 0 and 1 where it is known": [{"win_probability": "1.2::double"}],
        "rules and model disagree on few deals": [{}, {"agreement": "'model_higher'"}],
    },
    "scores.next_purchase": {
        "customer_id is unique": _twice(customer_id="'X1'"),
        "the expected day lies within its interval": [{"earliest_on": "date '2026-02-02'"}],
        "expected_amount is known, finite and not negative": [{"expected_amount": "-1::double"}],
        "few customers are overdue": [{"is_overdue": "true"}],
        "expected_amount differs between customers": SAME_EVERYWHERE,
    },
    "scores.recommendation": {
        "customer_id, position is unique": _twice(customer_id="'X1'"),
        "a recommendation names its product and its method": [{"sku": NULL}, {"method": "'guess'"}],
        "score is positive": [{"score": "0::double"}],
        "what is associated says with what": [{"because_of_sku": NULL}],
    },
    "scores.segments": {
        "customer_id is unique": _twice(customer_id="'X1'"),
        "a member has a segment and a probability": [{"segment_code": NULL}],
        "nobody is in a segment of a handful": [*({} for _ in range(60)), {"segment_code": "'splinter'"}],
        "there is more than one segment": SAME_EVERYWHERE,
    },
    "scores.sentiment": {
        "text_source, record_id is unique": _twice(record_id="'T1'"),
        "sentiment is positive, neutral or negative": [{"sentiment": "'angry'"}],
        "sentiment_score lies between -1 and 1": [{"sentiment_score": "2::double"}],
        "sentiment differs between texts": SAME_EVERYWHERE,
    },
    "scores.purchase_drivers": {
        "dimension, dimension_value, outcome, variable is unique": _twice(variable="'promotion'"),
        "a coefficient lies within its interval": [{"coefficient": "0.5::double"}],
        "an effect is called shown by its adjusted p-value only": [
            {"adjusted_p_value": "0.2::double"},
            {"direction": "'none_shown'"},
        ],
        "an effect is of a credible size": [{"effect_rate": "75::double"}],
    },
    "scores.price_sensitivity": {
        "customer_id is unique": _twice(customer_id="'X1'"),
        "a usual discount lies within its interval, between 0 and 1": [{"usual_discount_low": "0.16::double"}],
        "the band follows from the probability": [{"band": "'low'"}],
        "an elasticity is given where the price varied, and only there": [{"elasticity": NULL}],
    },
    "scores.actions": {
        "customer_id, programme is unique": _twice(customer_id="'X1'"),
        "status is one of the four": [{"status": "'forgotten'"}],
        "whoever is contacted or left alone has an action and a due date": [{"action_code": NULL}],
        "only those whose effect is measured are held out": [{"status": "'held_out'", "is_measured": "false"}],
        "expected_value_amount is finite where it is known": [{"expected_value_amount": "'inf'::double"}],
        "most tasks are within what owners can do": [{"status": "'over_capacity'"}],
    },
    "scores.action_effects": {
        "programme, action_code, window_days is unique": _twice(action_code="'care_call'"),
        "lift lies within its interval": [{"lift": "0.5::double"}],
        "rates lie between 0 and 1": [{"treated_buyer_rate": "1.5::double"}],
        "no action is shown to do harm": [{"verdict": "'harms'"}],
    },
    "scores.kpi_trend": {
        "metric, dimension, dimension_value, period_grain, period_starts_on is unique": _twice(metric="'nps'"),
        "the value of a KPI is finite": [{"value": "'nan'::double"}],
        "trend, season and calendar add up to the expected value": [{"season_value": "3::double"}],
        "the expected value lies within its band": [{"expected_low": "10::double"}],
        "few KPIs are anomalous": [{"z_score": "4::double"}, {"z_score": "-5::double"}],
    },
    "ecommerce.events": {
        "event_id is unique": _twice(event_id="'E1'"),
        "an event belongs to a session": [{"session_id": NULL}],
        "an event of a product names the product": [{"sku": NULL}],
        "occurred_at lies within 20 years of the newest": _ancient("occurred_at"),
    },
    "ecommerce.reviews": {
        "review_id is unique": _twice(review_id="'R1'"),
        "a review has an author": [{"user_id": NULL}],
        "not all ratings are the highest": SAME_EVERYWHERE,
        "created_at lies within 20 years of the newest": _ancient("created_at"),
    },
    "marketing.campaigns": {
        "campaign_id is unique": _twice(campaign_id="'M1'"),
        "a campaign has a channel": [{"channel": NULL}],
        "ends_on is not before starts_on": [{"ends_on": "date '2020-01-01'"}],
    },
    "marketing.touches": {
        "touch_id is unique": _twice(touch_id="'T1'"),
        "a touch names whom it reached": [{"recipient_email": NULL}],
        "opened_at is not before sent_at": [{"opened_at": LONG_BEFORE}],
        "the campaign of a touch is known": [{"campaign_id": "'nobody'"}],
    },
    "marketing.spend": {
        "spend_on, channel, campaign_id is unique": _twice(channel="'email'"),
        "amount is at most 5000 times its median": _extreme("amount"),
        "spend_on lies within 20 years of the newest": [{}, {"spend_on": "date '1900-01-01'"}],
        "the campaign of an amount is known": [{"campaign_id": "'nobody'"}],
    },
    "marketing.referrals": {
        "referral_id is unique": _twice(referral_id="'F1'"),
        "converted_at is not before created_at": [{"converted_at": LONG_BEFORE}],
        "the referring account is known": [{"referrer_account_id": "'nobody'"}],
    },
    "marketing.social_days": {
        "counted_on, channel is unique": _twice(channel="'wechat'"),
        "counted_on lies within 20 years of the newest": _ancient("counted_on"),
    },
    "tickets.survey_distributions": {
        "distribution_id is unique": _twice(distribution_id="'D1'"),
        "sent_on lies within 20 years of the newest": _ancient("sent_on"),
        "no more begin than were asked": [{"started_count": "cast(10 as bigint)"}],
    },
    "tickets.ticket_events": {
        "ticket_id, event_number is unique": _twice(ticket_id="'T1'"),
        "occurred_at lies within 20 years of the newest": _ancient("occurred_at"),
        "the ticket of an event is known": [{"ticket_id": "'nobody'"}],
    },
    "tickets.survey_responses": {
        "response_id is unique": _twice(response_id="'S1'"),
        **_swapped("respondent_"),
        "a score is within its scale": [{"score": "11::decimal(18, 4)"}],
        "an answer can be traced to somebody": [{"respondent_email": NULL}],
        "responded_at is not before sent_at": [{"responded_at": LONG_BEFORE}],
    },
    "seeds.exchange_rates": {
        "a rate is positive": [{"rate_to_cny": "0::decimal(18, 8)"}],
        "a currency is a code of three letters": [{"currency": "'yuan'"}],
    },
    "seeds.calendar_exceptions": {
        "a day off has a name in both languages": [{"name_zh": NULL}],
        "a year has at most 60 such days": [{} for _ in range(61)],
    },
    "seeds.industries": {"a division stands under its own section": [{"section_code": "'B'"}]},
    "seeds.industry_synonyms": {"the industry of a synonym is known": [{"industry_code": "'Z99'"}]},
    "seeds.labels": {"a code has a name in both languages": [{"name_en": NULL}]},
    "seeds.regions": {"a province has one of the six macro-regions": [{"macro_region": "'westt'"}]},
    "seeds.rfm_thresholds": {"a threshold is positive": [{"frequency": "0"}]},
    "marts.mart_customers": {
        "a customer who ordered has a segment": [{"rfm_segment": NULL}],
        "no customer is most of the spend of many": [*SAME_EVERYWHERE, {"cumulative_spend_amount": HUGE}],
    },
    "marts.dim_customers": {
        "most customers are reachable": [NO_CONTACT],
        "not everybody is one group": [{"group_customer_id": "'C1'"} for _ in SAME_EVERYWHERE],
    },
    "marts.fct_orders": {
        "most orders are counted": [{"is_counted": "false"}],
        "most orders belong to a customer": [{"customer_id": NULL}],
        "an order is of the time it was delivered in": [{}, {"ordered_on": "date '1900-01-01'"}],
    },
}
