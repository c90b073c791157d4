{#- Lower (sign -) or upper (sign +) end of the interval of a correlation by Fisher's transformation (Fisher 1921). -#}
{% macro correlation_bound(sign, correlation, pairs) -%}
    case
        when {{ pairs }} > 3 and abs({{ correlation }}) < 1
            then
                tanh(
                    0.5 * ln((1 + {{ correlation }}) / (1 - {{ correlation }}))
                    {{ sign }} {{ var('confidence_z') }} / sqrt(cast({{ pairs }} - 3 as double))
                )
    end
{%- endmacro %}
