create table gateway.token (
    id text primary key,
    hash text not null unique,
    participant text not null,
    operator boolean not null,
    label text not null,
    created_at timestamptz not null,
    revoked_at timestamptz
);

-- A request with private content, kept before anything is submitted.
create table gateway.intent (
    actor text not null,
    idempotency_key text not null,
    request text not null,
    record_id text not null,
    body bytea not null,
    payload bytea not null,
    payload_digest text not null,
    created_at timestamptz not null default now(),
    delivered_at timestamptz,
    primary key (actor, idempotency_key)
);
create index intent_record on gateway.intent (record_id);
create index intent_waiting on gateway.intent (created_at) where delivered_at is null;

-- Who asked what and got which answer, for the regulator.
create table gateway.access_log (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    participant text not null,
    token text not null,
    action text not null,
    subject text,
    answer text not null
);

-- The files an organisation holds with the payloads it received, to recognise a document by its bytes.
create table gateway.document_digest (
    organisation text not null,
    record_id text not null,
    sha256 text not null,
    name text not null,
    primary key (organisation, sha256, record_id, name)
);
