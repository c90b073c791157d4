{#- The row of metrics.metric_dictionary that a metric of the registry gives: a mapping of column to text.
    aggregation says how periods go together: sum, ratio (sum both parts), stock (take the last one), distinct (not at all). -#}
{% macro dictionary_entry(metric) -%}
    {%- set meta = metric.config.meta -%}
    {%- set parts = [] -%}
    {%- for name in measures_of(metric) | select -%}
        {%- for model in graph.semantic_models.values() -%}
            {%- for measure in model.measures if measure.name == name -%}
                {%- set aggregate = 'sum' if measure.agg == 'sum' else 'count distinct' -%}
                {%- do parts.append({
                    'words': measure.description,
                    'formula': aggregate ~ '(' ~ (measure.expr or measure.name) ~ ')',
                    'source': model.node_relation.schema_name ~ '.' ~ model.node_relation.alias,
                    'aggregation': model.config.meta.get('aggregation', 'sum'),
                    'time': model.defaults.agg_time_dimension,
                    'grains': model.config.meta.get('grains', ['day', 'week', 'month']),
                    'breakdowns': model.config.meta.breakdowns,
                }) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set grains = parts[0].grains | select('in', parts[-1].grains) | list -%}
    {%- set breakdowns = parts[0].breakdowns | select('in', parts[-1].breakdowns) | list -%}
    {{ return({
        'metric': metric.name,
        'name_en': metric.label,
        'name_zh': meta.label_zh,
        'definition': metric.description,
        'kind': metric.type,
        'numerator': parts[0].words,
        'denominator': parts[1].words if metric.type == 'ratio' else none,
        'formula': parts | map(attribute='formula') | join(' / '),
        'unit': meta.unit,
        'direction': meta.direction,
        'aggregation': 'ratio' if metric.type == 'ratio' else 'distinct' if 'distinct' in parts[0].formula
            else meta.get('aggregation') or parts[0].aggregation,
        'period_grains': grains | join(', '),
        'dimensions': (['all'] + breakdowns) | join(', ') | replace('customer__', ''),
        'data_source': parts | map(attribute='source') | unique | join(', '),
        'time_column': parts | map(attribute='time') | unique | join(', '),
        'owner': meta.owner,
        'requirements': meta.requirements | join(', '),
    }) }}
{%- endmacro %}
