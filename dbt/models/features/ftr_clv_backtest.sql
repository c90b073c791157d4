{{ clv_holdout(as_of_date()) }}
