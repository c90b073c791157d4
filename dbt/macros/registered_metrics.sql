{#- The metrics of the registry, by name: those that say in `meta` what they are. The others are only their parts. -#}
{% macro registered_metrics() -%}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- for metric in graph.metrics.values() | sort(attribute='name') if metric.config.meta.get('requirements') -%}
            {%- do found.append(metric) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro %}

{#- The measures of a metric: (numerator, denominator), the second none unless it is a ratio. -#}
{% macro measures_of(metric) -%}
    {%- if metric.type == 'ratio' -%}
        {{ return((metric.type_params.numerator.name, metric.type_params.denominator.name)) }}
    {%- elif metric.type == 'simple' -%}
        {{ return((metric.type_params.measure.name, none)) }}
    {%- endif -%}
    {{ exceptions.raise_compiler_error(metric.original_file_path ~ ': ' ~ metric.name ~ ' is of type ' ~ metric.type ~ '; the registry knows simple and ratio') }}
{%- endmacro %}

{#- The semantic models that registered metrics rest on, each with the measures they need. -#}
{% macro measured_models() -%}
    {%- set needed = [] -%}
    {%- for metric in registered_metrics() -%}
        {%- do needed.extend(measures_of(metric) | select | list) -%}
    {%- endfor -%}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- for model in graph.semantic_models.values() | sort(attribute='name') -%}
            {%- set measures = model.measures | selectattr('name', 'in', needed) | list -%}
            {%- if measures -%}
                {%- do found.append({'model': model, 'measures': measures}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro %}
