{#- Days without an order after which a customer counts as lost (E3), by the var churn_definition. -#}
{% macro churn_window(orders) -%}
    {%- if var('churn_definition') == 'cycle_relative' -%}
        cast(least({{ var('churn_window_days') }}, ceil({{ var('churn_cycle_count') }} * {{ orders }}.expected_gap_days)) as bigint)
    {%- elif var('churn_definition') in ['no_order', 'contractual'] -%}
        cast({{ var('churn_window_days') }} as bigint)
    {%- else -%}
        {{ exceptions.raise_compiler_error("var churn_definition in dbt_project.yml is '" ~ var('churn_definition') ~ "': it must be no_order, cycle_relative or contractual") }}
    {%- endif -%}
{%- endmacro %}
