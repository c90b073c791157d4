{#- The metrics of the registry, by name: those that say in `meta` where they come from. The others are only their parts. -#}
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
    {{ exceptions.raise_compiler_error(
        metric.original_file_path ~ ': ' ~ metric.name ~ ' is of type ' ~ metric.type ~ '; the registry knows simple and ratio'
    ) }}
{%- endmacro %}

{#- The semantic models that registered metrics rest on: each with the measures they need, and for each measure that a
    metric rests on the one whose customers are its customers (itself, or meta.customers_of: fewer distinct counts). -#}
{% macro measured_models() -%}
    {%- set needed, bases = [], [] -%}
    {%- for metric in registered_metrics() -%}
        {%- set numerator, denominator = measures_of(metric) -%}
        {%- do needed.extend([numerator, denominator] | select | list) -%}
        {%- do bases.append(denominator or numerator) -%}
    {%- endfor -%}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- for model in graph.semantic_models.values() | sort(attribute='name') -%}
            {%- set measures = model.measures | selectattr('name', 'in', needed) | list -%}
            {%- set customers_of = {} -%}
            {%- for measure in measures if measure.name in bases -%}
                {%- do customers_of.update({measure.name: measure.config.meta.get('customers_of', measure.name)}) -%}
            {%- endfor -%}
            {%- if measures -%}
                {%- do found.append({'model': model, 'measures': measures, 'customers_of': customers_of}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro %}
