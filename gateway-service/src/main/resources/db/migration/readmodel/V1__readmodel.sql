-- One row: how far the read model has followed the ledger. It moves in the transaction of the rows it stands for.
create table readmodel.checkpoint (
    one boolean primary key default true check (one),
    next_block bigint not null,
    block_hash text,
    next_leaf bigint not null
);
insert into readmodel.checkpoint (next_block, next_leaf) values (0, 0);

-- Every version of every record, at the position of its leaf.
create table readmodel.record_version (
    leaf_index bigint primary key,
    id text not null,
    version int not null,
    type text not null,
    status text not null,
    actor text not null,
    published boolean not null,
    parties text[] not null,
    block bigint not null,
    transaction_id text not null,
    recorded_at timestamptz not null,
    leaf text not null,
    record jsonb not null,
    unique (id, version)
);

-- The newest version, for lists and search.
create table readmodel.record (
    id text primary key,
    version int not null,
    type text not null,
    status text not null,
    actor text not null,
    published boolean not null,
    parties text[] not null,
    leaf_index bigint not null,
    content jsonb not null,
    search text not null
);
create index record_type on readmodel.record (type, leaf_index desc);
create index record_status on readmodel.record (type, status, leaf_index desc);
create index record_parties on readmodel.record using gin (parties);
create index record_actor on readmodel.record (actor, leaf_index desc);
create index record_content on readmodel.record using gin (content jsonb_path_ops);

-- Transactions that were excluded because their leaves and writes do not agree.
create table readmodel.alarm (
    id bigint generated always as identity primary key,
    block bigint not null,
    transaction_id text not null,
    reason_en text not null,
    reason_zh text not null
);
