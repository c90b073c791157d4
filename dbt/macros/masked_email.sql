{#- B5: z***@example.com. Takes a normalised e-mail address. -#}
{% macro masked_email(email) -%}
    concat(substr({{ email }}, 1, 1), '***', substr({{ email }}, {{ position_of("'@'", email) }}))
{%- endmacro %}
