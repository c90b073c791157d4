"""Reference tables kept by hand, as dbt loads them."""
