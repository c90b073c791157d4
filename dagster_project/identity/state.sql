-- What the latest run knew, so that the next one looks only at what has changed. Losing it costs time, never a result.

-- Words of which there are few, kept as numbers: tables of millions are read and written much faster.
create type source_system as enum ('crm', 'erp', 'ecommerce', 'tickets');
create type source_entity as enum ('accounts', 'contacts', 'customers', 'users', 'tickets', 'survey_responses');
create type key_kind as enum ('tax_id', 'erp_customer_id', 'phone', 'email');
create type block_kind as enum ('name_place', 'brand_place', 'person_born', 'person_place');
create type link_rule as enum (
    'must_link', 'tax_id', 'erp_number', 'phone_and_email', 'email', 'phone', 'name', 'alone', 'account', 'reference'
);

-- One row, there only while no run is at work: what decided the tables below besides the records themselves.
create table marker (version varchar, terms varchar, as_of_date date);

-- Files of the lake that were read; changed: when they were written.
create table files (entity varchar, path varchar, changed bigint);

-- Records, with what they say in one spelling. fingerprint: hash of the row as it was delivered, by which a change is
-- noticed; full_name: only where it is a surname and a given name. A contact's node_id is that of its account.
create table records (
    node_id varchar, record_system source_system, record_entity source_entity, record_id varchar, tax_id varchar,
    erp_number varchar, phone varchar, email varchar, fingerprint ubigint
);
create table contacts (
    contact_id varchar, node_id varchar, full_name varchar, person_pinyin varchar, title varchar, phone_key varchar,
    email_key varchar, fingerprint ubigint
);
create table requesters (
    record_system source_system, record_entity source_entity, record_id varchar, customer_ref varchar, phone_key varchar,
    email_key varchar, fingerprint ubigint
);

create table keys (key_kind key_kind, key_value varchar, node_id varchar, is_trusted boolean);
create table blocks (block block_kind, block_value varchar, node_id varchar);
create table crowded (block block_kind, block_value varchar);

-- What Splink compares. known_kind is what the record says, kind what it must be taken for. fingerprint: hash of all
-- other columns.
create table nodes (
    unique_id varchar, record_system varchar, source_priority integer, first_seen_on date, known_kind varchar,
    kind varchar, unit varchar, tax_id varchar, erp_number varchar, phones varchar[], emails varchar[],
    core varchar, core_script varchar, core_bigrams varchar[], core_length bigint, form varchar, place varchar, brand varchar,
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
-- Records of customers with two tax numbers.
create table conflicting (unique_id varchar, customer_id varchar);
create table owned_keys (key_kind key_kind, key_value varchar, customer_id varchar, issued_on date);
create table joined (
    left_record varchar, right_record varchar, link_rule link_rule, match_weight double, explanation varchar,
    customer_id varchar
);
create table review (
    left_record varchar, right_record varchar, reason varchar, match_weight double, explanation varchar
);
create table walk (
    record_system source_system, record_entity source_entity, record_id varchar, customer_id varchar, issued_on date,
    person_id varchar, link_rule link_rule, match_weight double, node_id varchar
);
