-- Where participants want to be told of changes. The secret signs; after a change of secret both sign until previous_until.
create table gateway.webhook (
    id text primary key,
    participant text not null,
    url text not null,
    secret text not null,
    previous_secret text,
    previous_until timestamptz,
    types text not null,
    next_position bigint not null,
    stopped text,
    created_at timestamptz not null default now()
);
create index webhook_participant on gateway.webhook (participant);

-- Messages that were not taken at once. Everything before next_position that has no row here was taken.
create table gateway.webhook_delivery (
    webhook text not null references gateway.webhook on delete cascade,
    position bigint not null,
    record_id text not null,
    version int not null,
    attempts int not null,
    last_answer text not null,
    next_attempt timestamptz,
    primary key (webhook, position)
);
create index webhook_delivery_due on gateway.webhook_delivery (webhook, next_attempt);
