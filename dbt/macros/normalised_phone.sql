{#- National digits of a phone number that another system may have written in another way; null where there are too few digits.
    Takes a column of digits. 86 is the country code of mainland China, whose mobiles have 11 digits and begin with 1. -#}
{% macro normalised_phone(digits) -%}
    case
        when length({{ digits }}) < 7 then null
        when replace({{ digits }}, substr({{ digits }}, 1, 1), '') = '' then null
        when {{ digits }} like '00861%' and length({{ digits }}) = 15 then substr({{ digits }}, 5)
        when {{ digits }} like '861%' and length({{ digits }}) = 13 then substr({{ digits }}, 3)
        when {{ digits }} like '01%' and length({{ digits }}) = 12 then substr({{ digits }}, 2)
        when {{ digits }} like '0086%' then concat('0', substr({{ digits }}, 5))
        when {{ digits }} like '86%' and length({{ digits }}) between 12 and 13 then concat('0', substr({{ digits }}, 3))
        else {{ digits }}
    end
{%- endmacro %}
