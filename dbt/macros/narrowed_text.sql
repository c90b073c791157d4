{#- Lower case, with full-width letters and digits in their usual width. -#}
{% macro narrowed_text(text) -%}
    translate(
        lower({{ text }}),
        '０１２３４５６７８９ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ',
        '0123456789abcdefghijklmnopqrstuvwxyz'
    )
{%- endmacro %}
