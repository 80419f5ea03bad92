-- A version keeps the salt of its commitment, so that whom it is shown to can recompute it. Versions that were followed
-- before have none: the read model starts anew, from the ledger's first block.
truncate readmodel.record, readmodel.record_version, readmodel.alarm;
update readmodel.checkpoint set next_block = 0, block_hash = null, next_leaf = 0;
alter table readmodel.record_version add column salt text not null;

-- Leaves of the registrars' records whose values this gateway's peer does not hold. A registrar's gateway is asked for
-- each: what it shows becomes a version at this leaf, what is not this organisation's to see stays hidden.
create table readmodel.hidden_leaf (
    leaf_index bigint primary key,
    id text not null,
    version int not null,
    commitment text not null,
    block bigint not null,
    transaction_id text not null,
    seen_at timestamptz not null default now(),
    answer text check (answer in ('SHOWN', 'NOT_OURS')),
    unique (id, version)
);
create index hidden_leaf_open on readmodel.hidden_leaf (leaf_index) where answer is null;
