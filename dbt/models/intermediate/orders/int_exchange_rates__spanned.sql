with rates as (
    select
        currency,
        valid_from,
        rate_to_cny,
        row_number() over (partition by currency order by valid_from) as position,
        lead(valid_from) over (partition by currency order by valid_from) as next_valid_from
    from {{ ref('exchange_rates') }}
),

spans as (
    select
        currency,
        -- The first known rate also holds before its first day.
        case when position = 1 then date '0001-01-01' else valid_from end as valid_from,
        coalesce(next_valid_from, date '9999-12-31') as valid_until,
        rate_to_cny
    from rates
),

reporting as (
    select * from spans
    where currency = '{{ reporting_currency() }}'
)

select
    spans.currency,
    greatest(spans.valid_from, reporting.valid_from) as valid_from,
    least(spans.valid_until, reporting.valid_until) as valid_until,
    cast(spans.rate_to_cny / reporting.rate_to_cny as decimal(18, 8)) as rate
from spans
inner join reporting
    on spans.valid_from < reporting.valid_until and reporting.valid_from < spans.valid_until
where spans.currency <> '{{ reporting_currency() }}'
union all
select
    '{{ reporting_currency() }}' as currency,
    date '0001-01-01' as valid_from,
    date '9999-12-31' as valid_until,
    cast(1 as decimal(18, 8)) as rate
