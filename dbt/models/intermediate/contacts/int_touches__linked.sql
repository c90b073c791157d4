{{ linked_contacts(
    ref('stg_marketing__touches'),
    id='touch_id',
    reference='customer_ref',
    email='recipient_email',
    phone='recipient_phone',
) }}
