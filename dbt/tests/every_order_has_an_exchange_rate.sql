-- Without a rate an order would count as nothing. Remedy: a line for the currency in seeds/exchange_rates.csv.
select original_currency, count(*) as order_count
from {{ ref('fct_orders') }}
where exchange_rate is null
group by original_currency
