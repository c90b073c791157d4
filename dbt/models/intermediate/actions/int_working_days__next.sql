select
    date_on,
    min(case when is_working_day then date_on end) over (
        order by date_on rows between current row and unbounded following
    ) as working_on
from {{ ref('dim_dates') }}
