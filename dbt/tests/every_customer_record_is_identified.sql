-- Records in = records of the cross-walk. A row here: run the identity step for this date (guanxi run, or the asset identity/crosswalk).
select
    records.record_system,
    records.record_entity,
    count(*) as missing_count
from {{ ref('int_customer_records__combined') }} as records
left join {{ ref('int_customers__identified') }} as identified
    on
        records.record_system = identified.record_system
        and records.record_entity = identified.record_entity
        and records.record_id = identified.record_id
where identified.customer_id is null
group by records.record_system, records.record_entity
