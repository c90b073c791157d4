{#- Every filled-in value of the column exists in a column of another model. -#}
{% test known_in(model, column_name, to, field) %}
select distinct child.{{ column_name }}
from {{ model }} as child
left join {{ to }} as parent on child.{{ column_name }} = parent.{{ field }}
where child.{{ column_name }} is not null and parent.{{ field }} is null
{% endtest %}
