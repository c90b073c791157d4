-- What the latest run knew, so that the next one looks only at what has changed. Losing it costs time, never a result.

-- One row, there only while no run is at work: what decided the tables below besides the records themselves.
create table marker (version varchar, terms varchar, as_of_date date);

-- Files of the lake that were read; changed: when they were written.
create table files (entity varchar, path varchar, changed bigint);

-- Records as delivered. fingerprint: hash of the whole row; full_name, person_pinyin, phone_key, email_key: in one
-- spelling, full_name only where it is a surname and a given name.
create table records (
    node_id varchar, record_system varchar, record_entity varchar, record_id varchar, source_priority integer,
    first_seen_on date, customer_type varchar, name varchar, tax_id varchar, erp_number varchar, phone varchar,
    email varchar, province varchar, city varchar, address varchar, birth_year varchar, gender varchar,
    fingerprint ubigint
);
create table contacts (
    contact_id varchar, account_id varchar, name varchar, title varchar, phone varchar, email varchar,
    fingerprint ubigint, full_name varchar, person_pinyin varchar, phone_key varchar, email_key varchar
);
create table requesters (
    record_system varchar, record_entity varchar, record_id varchar, email varchar, phone varchar, customer_ref varchar,
    fingerprint ubigint, phone_key varchar, email_key varchar
);

-- Records in one spelling; known_kind is what the record says, kind what it must be taken for.
create table read (
    node_id varchar, record_system varchar, source_priority integer, first_seen_on date, tax_id varchar, phone varchar,
    email varchar, erp_number varchar, core varchar, core_script varchar, core_bigrams varchar[], brand varchar,
    region varchar, unit varchar, has_legal_form boolean, person_name varchar, person_pinyin varchar, place varchar,
    birth_year varchar, gender varchar, known_kind varchar, kind varchar
);

create table keys (key_kind varchar, key_value varchar, node_id varchar, is_trusted boolean);
create table blocks (block varchar, block_value varchar, node_id varchar);
create table crowded (block varchar, block_value varchar);

-- What Splink compares. fingerprint: hash of all other columns.
create table nodes (
    unique_id varchar, record_system varchar, source_priority integer, first_seen_on date, known_kind varchar,
    kind varchar, unit varchar, tax_id varchar, erp_number varchar, phones varchar[], emails varchar[],
    core varchar, core_script varchar, core_bigrams varchar[], core_length bigint, place varchar, brand varchar,
    person_name varchar, person_pinyin varchar, person_place varchar, birth_year varchar, gender varchar,
    block_name_place varchar, block_brand_place varchar, block_person_born varchar, block_person_place varchar,
    fingerprint ubigint
);

-- Pairs that join or that a person should see; rule is null where something objects.
create table links (
    kind varchar, left_record varchar, right_record varchar, reason varchar, reviewed_by varchar, reviewed_on varchar
);
create table judged (
    id_l varchar, id_r varchar, rule varchar, match_weight double, review_reason varchar, explanation varchar
);

-- region: everything that judged pairs tie together, joined or refused. Decisions in a region depend on nothing outside.
create table clustered (unique_id varchar, region varchar, cluster varchar);
create table refused (id_l varchar, id_r varchar, reason varchar);

create table assigned (unique_id varchar, customer_id varchar, issued_on date);
create table owned_keys (key_kind varchar, key_value varchar, customer_id varchar, issued_on date);
create table joined (
    left_record varchar, right_record varchar, link_rule varchar, match_weight double, explanation varchar,
    customer_id varchar
);
create table review (
    left_record varchar, right_record varchar, reason varchar, match_weight double, explanation varchar
);
create table walk (
    record_system varchar, record_entity varchar, record_id varchar, customer_id varchar, issued_on date,
    person_id varchar, link_rule varchar, match_weight double
);
