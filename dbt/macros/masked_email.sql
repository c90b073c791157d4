{#- B5: z***@example.com. Takes a normalised e-mail address. -#}
{% macro masked_email(email) -%}
    case
        when {{ email }} is not null
            then concat(substr({{ email }}, 1, 1), '***', substr({{ email }}, {{ position_of("'@'", email) }}))
    end
{%- endmacro %}
