{#- The outcome (E3) of a row of orders, labels and contract ends at a cut-off whose window is over, by the var
    churn_definition. Where no end of a contract is known at all, nobody can be said to have kept his: null. -#}
{% macro is_churned(days_to_next_order, days_to_contract_end, window_days) -%}
    {%- if var('churn_definition') == 'contractual' -%}
        case
            when (select count(ended_at) from {{ ref('int_contract_ends__observed') }}) > 0
                then coalesce({{ days_to_contract_end }} <= {{ window_days }}, false)
        end
    {%- else -%}
        coalesce({{ days_to_next_order }} > {{ window_days }}, true)
    {%- endif -%}
{%- endmacro %}
