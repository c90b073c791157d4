{#
    Tables and views of the private build file, made in place.

    dbt's own materializations make a relation under another name, rename the former one away, rename the new one, and
    drop the former: five statements, so that readers never miss it. Nobody reads the build file while it is written
    (publishing copies it), and `create or replace` is one statement and as atomic.
#}
{% materialization table, adapter='duckdb' %}
  {{ return(guanxi_replaced('table')) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
  {{ return(guanxi_replaced('view')) }}
{% endmaterialization %}

{% macro guanxi_replaced(type) %}
  {%- set former = load_cached_relation(this) -%}
  {%- set target = this.incorporate(type=type) -%}
  {% do run_hooks(pre_hooks) %}
  {% if former is not none and former.type != type %}
    {% do adapter.drop_relation(former) %}
  {% endif %}
  {% call statement('main') -%}
    create or replace {{ type }} {{ target }} as (
      {{ sql }}
    )
  {%- endcall %}
  {% do run_hooks(post_hooks) %}
  {% do persist_docs(target, model) %}
  {% do adapter.commit() %}
  {{ return({'relations': [target]}) }}
{% endmacro %}
