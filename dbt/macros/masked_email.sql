{#- B5: z***@example.com; what stands before the last @ is the person. Takes a normalised e-mail address. -#}
{% macro masked_email(email) -%}
    {%- set host_length = position_of("'@'", 'reverse(' ~ email ~ ')') -%}
    case
        when {{ email }} is not null
            then concat(substr({{ email }}, 1, 1), '***', substr({{ email }}, length({{ email }}) - {{ host_length }} + 1))
    end
{%- endmacro %}
