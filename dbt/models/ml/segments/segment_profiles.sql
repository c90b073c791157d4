select
    profiles.segment_code,
    profiles.feature,
    profiles.mean_value,
    profiles.overall_mean_value,
    profiles.standardised_difference,
    profiles.trait_position,
    profiles.is_high,
    profiles.as_of_date
from {{ source('scores', 'segment_profiles') }} as profiles
where profiles.as_of_date <= {{ as_of_date() }}
