-- Without the time of loading: the same input publishes the same content, whenever it was loaded.
select
    system,
    entity,
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
    message
from {{ source('lake_meta', 'deliveries') }}
where business_date <= {{ as_of_date() }}
