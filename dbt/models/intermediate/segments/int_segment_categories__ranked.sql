with bought as (
    select
        members.segment_code,
        lines.category,
        sum(lines.line_amount) as line_amount
    from {{ ref('fct_order_lines') }} as lines
    inner join {{ ref('segment_history') }} as members
        on lines.customer_id = members.customer_id and members.as_of_date = {{ as_of_date() }}
    where lines.is_counted and lines.category is not null
    group by members.segment_code, lines.category
)

select
    segment_code,
    category,
    line_amount / nullif(sum(line_amount) over (partition by segment_code), 0) as amount_share,
    row_number() over (partition by segment_code order by line_amount desc, category) as position
from bought
