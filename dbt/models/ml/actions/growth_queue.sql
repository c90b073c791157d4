select {{ task_columns() }}
from {{ ref('int_action_tasks__open') }}
where programme = 'growth'
