{#- A text with full-width letters, digits, signs and spaces as a keyboard without an input method writes them. -#}
{% macro half_width(text) -%}
    {%- set wide = '　！＂＃＄％＆（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～' -%}
    {%- set narrow = ' !"#$%&()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~' -%}
    translate({{ text }}, '{{ wide }}', '{{ narrow }}')
{%- endmacro %}
