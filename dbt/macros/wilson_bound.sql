{#- Lower (sign -) or upper (sign +) end of the score interval of a share (Wilson 1927); sound for few and for extreme cases. -#}
{% macro wilson_bound(sign, part, whole) -%}
    {%- set z = var('confidence_z') -%}
    case
        when {{ whole }} > 0
            then
                (
                    {{ part }} + {{ z * z }} / 2
                    {{ sign }} {{ z }} * sqrt(greatest({{ part }} * ({{ whole }} - {{ part }}) / cast({{ whole }} as double), 0) + {{ z * z }} / 4)
                ) / ({{ whole }} + {{ z * z }})
    end
{%- endmacro %}
