{% macro latest_delivered_date() -%}
    {%- set deliveries = source('lake_meta', 'deliveries') -%}
    {%- set found = run_query("select max(business_date) from " ~ deliveries ~ " where status = 'loaded'").columns[0].values()[0] -%}
    {%- if found is none -%}
        {{ exceptions.raise_compiler_error("No delivery was loaded yet, so there is no as-of date. Ingest first, or set GUANXI_AS_OF.") }}
    {%- endif -%}
    {{ found }}
{%- endmacro %}
