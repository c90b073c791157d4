select
    counted_on,
    channel,
    follower_count,
    view_count,
    like_count,
    comment_count,
    share_count,
    visit_count
from {{ ref('stg_marketing__social_days') }}
where counted_on <= {{ as_of_date() }}
