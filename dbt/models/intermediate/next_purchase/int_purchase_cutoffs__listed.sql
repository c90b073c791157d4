{%- for age in var('next_purchase_cutoff_ages_days') %}
select {{ add_days(as_of_date(), -age) }} as cutoff_on
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
