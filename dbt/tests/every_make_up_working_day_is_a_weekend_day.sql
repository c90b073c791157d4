-- A weekday needs no row to be worked. Remedy: correct the date in seeds/calendar_exceptions.csv.
select calendar_on
from {{ ref('calendar_exceptions') }}
where is_working_day and {{ days_between("date_trunc('week', calendar_on)", 'calendar_on') }} < 5
