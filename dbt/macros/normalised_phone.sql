{#- A phone number as identity writes it (dagster_project/identity/names/phones.py), but without the plus sign of other countries:
    national digits of mainland numbers, others with their country code; null where there are too few digits or only one digit.
    Takes phone_digits(...). Identity also asks the phone-number library whether a number can exist; what cannot is nobody's key.
    tests/identity/test_phones.py holds the two together. -#}
{% macro normalised_phone(digits) -%}
    case
        when length({{ digits }}) < 7 then null
        when replace({{ digits }}, substr({{ digits }}, 1, 1), '') = '' then null
        when {{ digits }} like '861%' and length({{ digits }}) = 13 then substr({{ digits }}, 3)
        when {{ digits }} like '01%' and length({{ digits }}) = 12 then substr({{ digits }}, 2)
        when {{ digits }} like '860%' and length({{ digits }}) between 13 and 14 then substr({{ digits }}, 3)
        when {{ digits }} like '86400%' and length({{ digits }}) = 12 then substr({{ digits }}, 3)
        when {{ digits }} like '86800%' and length({{ digits }}) = 12 then substr({{ digits }}, 3)
        when {{ digits }} like '86%' and length({{ digits }}) between 12 and 13 then concat('0', substr({{ digits }}, 3))
        when length({{ digits }}) = 10 and ({{ digits }} like '10%' or {{ digits }} like '2%') then concat('0', {{ digits }})
        else {{ digits }}
    end
{%- endmacro %}

{#- The digits that one dials: without an extension, without the 00 of calls abroad, without a (0) that is not dialled from there. -#}
{% macro phone_digits(text) -%}
    {%- set typed = "regexp_replace(" ~ half_width(text) ~ ", '(?i)(ext[.]?|转|分机|#|x)[ ]*[0-9]+[ ]*$', '')" -%}
    {%- set abroad = "trim(" ~ typed ~ ") like '+%' or trim(" ~ typed ~ ") like '00%'" -%}
    {%- set dialled = "case when " ~ abroad ~ " then replace(" ~ typed ~ ", '(0)', '') else " ~ typed ~ " end" -%}
    regexp_replace({{ digits_of(dialled) }}, '^00', '')
{%- endmacro %}
