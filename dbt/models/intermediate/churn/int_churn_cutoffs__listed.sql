{%- for age in var('churn_cutoff_ages_days') %}
select
    {{ add_days(as_of_date(), -age) }} as cutoff_on,
    {{ end_of_day(add_days(as_of_date(), -age)) }} as cutoff_at,
    {{ age >= var('churn_window_days') }} as is_label_complete
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
