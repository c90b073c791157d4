-- D12. Different: eta squared, the share of the spread of log spend that a segmentation explains. Stable: who is still in the
-- segment of a month ago. Reachable: a phone or an e-mail, and consent to marketing or an account manager; unknown consent is none.
{%- set states = ['rfm_segment', 'value_tier', 'service_tier', 'lifecycle_stage'] %}
{%- set traits = ['customer_type', 'macro_region'] %}
with months as (
    select
        months.*,
        customers.customer_type,
        customers.macro_region,
        case
            when {{ is_available('crm', 'accounts') }}
                then
                    (customers.phone is not null or customers.email is not null)
                    and (coalesce(customers.marketing_consent, false) or customers.owner_id is not null)
        end as is_reachable
    from {{ ref('fct_customer_months') }} as months
    inner join {{ ref('dim_customers') }} as customers on months.customer_id = customers.customer_id
    where
        months.frequency > 0
        and months.as_of_date in (
            select max(as_of_date) from {{ ref('fct_customer_months') }}
            union all
            select max(as_of_date) from {{ ref('fct_customer_months') }} where as_of_date <= {{ add_days(as_of_date(), -28) }}
        )
),

members as (
    {%- for kind in states + traits %}
    select
        '{{ kind }}' as segmentation,
        coalesce(now.{{ kind }}, 'unknown') as segment,
        coalesce(before.{{ kind }}, case when before.customer_id is not null then 'unknown' end) as previous_segment,
        now.amount_last_365_days,
        cast(ln(1 + greatest(cast(now.amount_last_365_days as double), 0)) as decimal(18, 6)) as log_amount,
        now.is_reachable
    from months as now
    left join months as before on now.customer_id = before.customer_id and before.as_of_date < {{ as_of_date() }}
    where now.as_of_date = {{ as_of_date() }}
    {{- ' union all' if not loop.last }}
    {%- endfor %}
),

stayed as (
    select
        segmentation,
        previous_segment as segment,
        cast(count(case when segment = previous_segment then 1 end) as double) / count(*) as stay_rate
    from members
    where previous_segment is not null
    group by segmentation, previous_segment
),

segments as (
    select
        segmentation,
        segment,
        count(*) as customer_count,
        {{ money('avg(amount_last_365_days)') }} as mean_yearly_amount,
        cast(avg(log_amount) as decimal(18, 6)) as mean_log_amount,
        cast(sum(log_amount * log_amount) as decimal(38, 6)) as squared_log_amount,
        cast(count(case when is_reachable then 1 end) as double) / nullif(count(is_reachable), 0) as reachable_share
    from members
    group by segmentation, segment
),

totals as (
    select
        segmentation,
        sum(customer_count) as customer_count,
        cast(sum(customer_count * mean_log_amount) as double) / sum(customer_count) as mean_log_amount,
        cast(sum(squared_log_amount) as double) as squared_log_amount,
        cast(sum(cast(customer_count * mean_log_amount * mean_log_amount as decimal(38, 6))) as double) as between_log_amount,
        cast(sum(customer_count * mean_yearly_amount) as double) / sum(customer_count) as mean_yearly_amount
    from segments
    group by segmentation
),

judged as (
    select
        segments.*,
        cast(segments.customer_count as double) / totals.customer_count as customer_share,
        cast(segments.mean_yearly_amount as double) / nullif(totals.mean_yearly_amount, 0) as spend_index,
        (totals.between_log_amount - totals.customer_count * totals.mean_log_amount * totals.mean_log_amount)
        / nullif(totals.squared_log_amount - totals.customer_count * totals.mean_log_amount * totals.mean_log_amount, 0) as eta_squared,
        stayed.stay_rate
    from segments
    inner join totals on segments.segmentation = totals.segmentation
    left join stayed on segments.segmentation = stayed.segmentation and segments.segment = stayed.segment
)

select
    segmentation,
    segment,
    {{ as_of_date() }} as as_of_date,
    customer_count,
    customer_share,
    customer_count >= {{ var('segment_min_customers') }} as is_large_enough,
    '{{ reporting_currency() }}' as currency,
    mean_yearly_amount,
    spend_index,
    eta_squared,
    eta_squared >= {{ var('segment_min_eta_squared') }} as is_different,
    stay_rate,
    stay_rate >= {{ var('segment_min_stay_rate') }} as is_stable,
    reachable_share,
    reachable_share >= {{ var('segment_min_reachable_share') }} as is_reachable
from judged
