{%- set slices = {
    'all': ['all', 'year', 'quarter'],
    'campaign': ['all'],
    'channel': ['all', 'quarter'],
    'content_kind': ['all', 'quarter'],
    'rfm_segment': ['all'],
    'customer_type': ['all'],
    'value_tier': ['all'],
    'content_kind_and_segment': ['all'],
} -%}
{%- set outcomes = {
    'opened': 'is_opened', 'clicked': 'is_clicked', 'redeemed': 'is_redeemed', 'attended': 'is_attended', 'unsubscribed': 'is_unsubscribed',
    'converted': 'is_converted', 'bought_before': 'has_bought_before',
    'large_order_after_event': 'has_large_order_after', 'large_order_before_event': 'had_large_order_before',
} -%}
-- An outcome that cannot be known of a touch is null, so that it is in no denominator.
with touches as (
    select
        campaign_id as campaign,
        coalesce(channel, 'unknown') as channel,
        coalesce(content_kind, 'unknown') as content_kind,
        concat(coalesce(content_kind, 'unknown'), ' / ', rfm_segment) as content_kind_and_segment,
        rfm_segment,
        customer_type,
        value_tier,
        customer_id,
        sent_on,
        case when is_opening_known then opened_at is not null end as is_opened,
        case when is_click_known then clicked_at is not null end as is_clicked,
        case when content_kind = 'offer' then redeemed_at is not null end as is_redeemed,
        case when content_kind = 'event' or channel = 'event' then attended_at is not null end as is_attended,
        case when is_unsubscribing_known then unsubscribed_at is not null end as is_unsubscribed,
        case when is_window_known and customer_id is not null then has_ordered_after end as is_converted,
        case when is_window_known and customer_id is not null then has_ordered_before end as has_bought_before,
        case when attended_at is not null and is_large_order_window_known then has_large_order_after end as has_large_order_after,
        case when attended_at is not null and is_large_order_window_known then has_large_order_before end as had_large_order_before,
        {{ period_columns(slices, 'sent_on') }}
    from {{ ref('int_touches__responded') }}
),

counted as (
    select
        {{ slice_columns(slices, 'sent_on') }},
        count(*) as touch_count,
        count(distinct customer_id) as customer_count
        {%- for name, column in outcomes.items() %},
        count(case when {{ column }} then 1 end) as {{ name }}_count,
        count({{ column }}) as {{ name }}_of_count
        {%- endfor %}
    from touches
    group by {{ slice_sets(slices, 'sent_on') }}
    having count(*) > 0
)

select
    counted.*,
    customer_count < {{ var('small_group_customers') }} as is_small_group
    {%- for name in outcomes %},
    {{ name }}_count / cast(nullif({{ name }}_of_count, 0) as double) as {{ name }}_rate
    {%- endfor %},
    {{ wilson_bound('-', 'opened_count', 'opened_of_count') }} as opened_rate_low,
    {{ wilson_bound('+', 'opened_count', 'opened_of_count') }} as opened_rate_high,
    clicked_count / cast(nullif(opened_count, 0) as double) as clicked_of_opened_rate,
    {{ as_of_date() }} as as_of_date
from counted
