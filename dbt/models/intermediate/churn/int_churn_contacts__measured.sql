-- What passed between the customer and us besides orders and tickets, in the year before the cut-off.
with contacts as (
    select customer_id, 'interaction' as kind, occurred_at as happened_at, occurred_on as happened_on, 0 as login_count, false as is_visit, null as score
    from {{ ref('fct_interactions') }}
    union all
    select customer_id, 'session' as kind, ended_at as happened_at, started_on as happened_on, login_count, purchase_count = 0 as is_visit, null as score
    from {{ ref('fct_web_sessions') }}
    union all
    select customer_id, survey as kind, responded_at as happened_at, responded_on as happened_on, 0 as login_count, false as is_visit, score
    from {{ ref('fct_survey_responses') }}
),

known as (
    select
        contacts.*,
        cutoffs.cutoff_on,
        {{ days_between('contacts.happened_on', 'cutoffs.cutoff_on') }} as days_ago
    from contacts
    inner join {{ ref('int_churn_cutoffs__listed') }} as cutoffs
        on
            contacts.happened_at < cutoffs.cutoff_at
            and contacts.happened_on > {{ add_days('cutoffs.cutoff_on', -365) }}
    where contacts.customer_id is not null
)

select
    customer_id,
    cutoff_on,
    max(happened_at) as latest_event_at,
    count(case when kind = 'interaction' and days_ago < 90 then 1 end) as interaction_count_90_days,
    cast(sum(case when days_ago < 30 then login_count else 0 end) as bigint) as login_count_30_days,
    cast(sum(case when days_ago between 30 and 59 then login_count else 0 end) as bigint) as login_count_previous_30_days,
    -- An order made online is a session too; a visit is one that buys nothing.
    min(case when is_visit then days_ago end) as days_since_visit,
    min(case when kind = 'interaction' then days_ago end) as days_since_interaction,
    avg(case when kind = 'nps' then cast(score as double) end) as mean_nps_score,
    avg(case when kind = 'csat' then cast(score as double) end) as mean_csat_score
from known
group by customer_id, cutoff_on
