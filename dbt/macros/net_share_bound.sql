{#- Lower (sign -) or upper (sign +) end of the interval of a difference of two shares of one sample, such as the NPS: half an answer is added to
    each cell of the table (Agresti and Min 2005), so that few or unanimous answers do not look certain. From -1 to 1. -#}
{% macro net_share_bound(sign, positive, negative, whole) -%}
    case
        when {{ whole }} > 0
            then
                {{ 'greatest(-1, ' if sign == '-' else 'least(1, ' }}
                    ({{ positive }} - {{ negative }}) / ({{ whole }} + cast(2 as double))
                    {{ sign }} {{ var('confidence_z') }} * sqrt(
                        (
                            ({{ positive }} + {{ negative }} + 1) / ({{ whole }} + cast(2 as double))
                            - power(({{ positive }} - {{ negative }}) / ({{ whole }} + cast(2 as double)), 2)
                        ) / ({{ whole }} + 2)
                    )
                )
    end
{%- endmacro %}
