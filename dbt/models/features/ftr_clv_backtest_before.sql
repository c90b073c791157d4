-- The hold-out before the hold-out: what a learner could have learned from when the newest one began.
{{ clv_holdout(add_days(as_of_date(), -var('clv_holdout_days'))) }}
