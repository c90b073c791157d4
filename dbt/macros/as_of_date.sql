{#- The day that the build is about, as a date literal: var as_of_date, else GUANXI_AS_OF, else the latest delivered business date.
    Read at execution only, so that another day does not make dbt parse the project again. -#}
{% macro as_of_date() -%}
    {%- if execute -%}
        {%- set chosen = var('as_of_date', none) or env_var('GUANXI_AS_OF', '') or latest_delivered_date() -%}
        date '{{ chosen }}'
    {%- else -%}
        date '1970-01-01'
    {%- endif -%}
{%- endmacro %}
