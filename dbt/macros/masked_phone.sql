{#- B5: 138****5678. A short number shows nothing, because its ends would give it away. Takes a normalised phone. -#}
{% macro masked_phone(phone) -%}
    case
        when {{ phone }} is null then null
        when length({{ phone }}) >= 11 then concat(substr({{ phone }}, 1, 3), '****', substr({{ phone }}, length({{ phone }}) - 3))
        else '****'
    end
{%- endmacro %}
