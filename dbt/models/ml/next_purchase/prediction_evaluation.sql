{%- for model in ['next_purchase', 'recommendation'] %}
select
    '{{ model }}' as model,
    measure,
    method,
    value,
    customer_count,
    model_version,
    as_of_date
from {{ source('scores', model ~ '_evaluation') }}
where as_of_date <= {{ as_of_date() }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
