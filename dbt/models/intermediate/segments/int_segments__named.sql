-- A segment is called by the two features that set it apart most; its advice is that of the first.
with traits as (
    select
        profiles.segment_code,
        profiles.trait_position,
        case when profiles.is_high then words.high_en else words.low_en end as name_en,
        case when profiles.is_high then words.high_zh else words.low_zh end as name_zh,
        case when profiles.is_high then words.high_advice_en else words.low_advice_en end as advice_en,
        case when profiles.is_high then words.high_advice_zh else words.low_advice_zh end as advice_zh
    from {{ source('scores', 'segment_profiles') }} as profiles
    inner join {{ ref('segment_traits') }} as words on profiles.feature = words.feature
    where profiles.as_of_date = {{ as_of_date() }} and profiles.trait_position <= 3
)

select
    segment_code,
    concat(max(case when trait_position = 1 then name_en end), ', ', max(case when trait_position = 2 then name_en end)) as name_en,
    concat(max(case when trait_position = 1 then name_zh end), '、', max(case when trait_position = 2 then name_zh end)) as name_zh,
    max(case when trait_position = 3 then name_en end) as third_trait_en,
    max(case when trait_position = 3 then name_zh end) as third_trait_zh,
    max(case when trait_position = 1 then advice_en end) as advice_en,
    max(case when trait_position = 1 then advice_zh end) as advice_zh
from traits
group by segment_code
