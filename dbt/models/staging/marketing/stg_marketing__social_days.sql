with known as (
    {{ latest_version(
        source('marketing', 'social_days'),
        key=['counted_on', 'channel'],
    ) }}
)

select
    counted_on,
    channel,
    follower_count,
    view_count,
    like_count,
    comment_count,
    share_count,
    visit_count,
    business_date as delivered_on
from known
