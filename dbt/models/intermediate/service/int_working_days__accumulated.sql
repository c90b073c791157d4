{{ config(materialized='table') }}

select
    date_on,
    is_working_day,
    cast(
        coalesce(
            sum(case when is_working_day then 1 else 0 end) over (
                order by date_on
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as bigint
    ) * ({{ var('working_day_ends_at_minute') }} - {{ var('working_day_starts_at_minute') }}) * 60 as working_seconds_before
from {{ ref('dim_dates') }}
