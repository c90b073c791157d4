select
    system as system_name,
    entity as entity_name,
    logical_name,
    sha256,
    business_date,
    mode,
    batch_id,
    status,
    rows_in,
    rows_loaded,
    rows_quarantined,
    rows_duplicate,
    rows_deleted,
    unknown_columns,
    message,
    loaded_at
from {{ source('lake_meta', 'deliveries') }}
where business_date <= {{ as_of_date() }}
