-- What was known of a customer clv_decay_days ago: valued by the model of today, it tells whose value has fallen since (F12).
{{ purchase_histories(add_days(as_of_date(), -var('clv_decay_days'))) }}
