{#- Columns that hold the codes of another one. -#}
{%- set same_codes = {
    'acquisition_channel': 'channel', 'preferred_channel': 'channel', 'from_channel': 'channel', 'to_channel': 'channel', 'utm_source': 'channel',
    'sales_channel': 'channel', 'ticket_channel': 'channel', 'interaction_kind': 'channel', 'touch_channel': 'channel', 'spend_channel': 'channel',
    'platform': 'channel', 'from_segment': 'rfm_segment', 'to_segment': 'rfm_segment', 'from_stage': 'lifecycle_stage', 'to_stage': 'lifecycle_stage',
    'previous_stage': 'lifecycle_stage', 'kind': 'ticket_kind', 'asked_survey': 'survey', 'survey_theme': 'theme',
    'review_theme': 'theme', 'funnel_step': 'step', 'comparison': 'dimension', 'segmentation': 'dimension', 'group_kind': 'dimension',
    'customer_group': 'value_tier',
} -%}
with labelled as (
    select domain, code, sort_order, name_en, name_zh from {{ ref('labels') }}
    union all
    select class_kind as domain, class as code, sort_order, name_en, name_zh from {{ ref('customer_classes') }}
    {%- for metric in registered_metrics() %}
    union all
    select 'metric' as domain, '{{ metric.name }}' as code, null as sort_order, '{{ metric.label | replace("'", "''") }}' as name_en, '{{ metric.config.meta.label_zh }}' as name_zh
    {%- endfor %}
),

named_alike as (
    select * from labelled
    {%- for column, domain in same_codes.items() %}
    union all
    select '{{ column }}' as domain, code, sort_order, name_en, name_zh from labelled where domain = '{{ domain }}'
    {%- endfor %}
),

-- They mean the same of every code.
general as (
    select 'all' as code, 0 as sort_order, 'All' as name_en, '全部' as name_zh
    union all
    select 'unknown' as code, 98 as sort_order, 'Unknown' as name_en, '未知' as name_zh
    union all
    select 'none' as code, 99 as sort_order, 'None' as name_en, '无' as name_zh
)

select * from named_alike
union all
select domains.domain, general.code, general.sort_order, general.name_en, general.name_zh
from (select distinct domain from named_alike) as domains
cross join general
where not exists (select 1 from named_alike where named_alike.domain = domains.domain and named_alike.code = general.code)
