select
    method,
    segment_count,
    silhouette,
    stability,
    smallest_share,
    is_chosen,
    model_version,
    as_of_date
from {{ source('scores', 'segment_choices') }}
where as_of_date <= {{ as_of_date() }}
