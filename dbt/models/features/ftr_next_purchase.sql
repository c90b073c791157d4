with days as (
    select
        cutoffs.cutoff_on,
        days.*,
        row_number() over (partition by cutoffs.cutoff_on, days.customer_id order by days.ordered_on desc) as latest_position
    from {{ ref('int_purchase_days__summed') }} as days
    inner join {{ ref('int_purchase_cutoffs__listed') }} as cutoffs on days.ordered_on <= cutoffs.cutoff_on
),

measured as (
    select
        customer_id,
        cutoff_on,
        count(*) as purchase_day_count,
        max(ordered_on) as last_ordered_on,
        count(gap_days) as gap_count,
        avg(ln(gap_days)) as mean_log_gap,
        stddev_samp(ln(gap_days)) as deviation_log_gap,
        avg(net_amount) as mean_amount,
        count(case when net_amount > 0 then 1 end) as amount_count,
        avg(case when net_amount > 0 then ln(net_amount) end) as mean_log_amount,
        stddev_samp(case when net_amount > 0 then ln(net_amount) end) as deviation_log_amount,
        max(case when latest_position = 1 then next_ordered_on end) as next_ordered_on,
        max(case when latest_position = 1 then next_amount end) as next_amount
    from days
    group by customer_id, cutoff_on
),

-- What was bought most on the next day of purchase: the answer to the expected category.
next_lines as (
    select
        measured.customer_id,
        measured.cutoff_on,
        lines.category,
        row_number() over (
            partition by measured.customer_id, measured.cutoff_on order by sum(lines.line_amount) desc, lines.category
        ) as position
    from measured
    inner join {{ ref('fct_order_lines') }} as lines
        on measured.customer_id = lines.customer_id and measured.next_ordered_on = lines.ordered_on
    where lines.is_counted and lines.category is not null
    group by measured.customer_id, measured.cutoff_on, lines.category
)

select
    measured.customer_id,
    measured.cutoff_on,
    customers.customer_type,
    measured.purchase_day_count,
    measured.last_ordered_on,
    {{ days_between('measured.last_ordered_on', 'measured.cutoff_on') }} as recency_days,
    measured.gap_count,
    measured.mean_log_gap,
    measured.deviation_log_gap,
    measured.mean_amount,
    measured.amount_count,
    measured.mean_log_amount,
    measured.deviation_log_amount,
    categories.expected_category,
    categories.expected_category_share,
    categories.popular_category,
    measured.next_ordered_on,
    measured.next_amount,
    next_lines.category as next_category
from measured
inner join {{ ref('dim_customers') }} as customers on measured.customer_id = customers.customer_id
left join {{ ref('int_next_categories__expected') }} as categories
    on measured.customer_id = categories.customer_id and measured.cutoff_on = categories.cutoff_on
left join next_lines
    on measured.customer_id = next_lines.customer_id and measured.cutoff_on = next_lines.cutoff_on and next_lines.position = 1
