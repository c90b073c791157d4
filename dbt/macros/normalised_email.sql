{% macro normalised_email(email) -%}
    case when {{ email }} like '%_@_%' then lower(trim({{ email }})) end
{%- endmacro %}
