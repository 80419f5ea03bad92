-- The embedded ledger. Blocks and transactions are only ever appended; state and private_state follow from them.

-- The key that signs the blocks.
create table block_key (
    key_id text primary key,
    algorithm text not null,
    spki text not null
);

create table block (
    number bigint primary key check (number >= 0),
    previous_hash bytea not null,
    data_hash bytea not null,
    hash bytea not null,
    signature text not null
);

-- The public part of a transaction, as canonical JSON.
create table transaction (
    block bigint not null references block,
    position integer not null,
    id text not null,
    validation text not null,
    envelope bytea not null,
    primary key (block, position)
);

-- A transaction that repeats an id is kept as such, and writes nothing.
create unique index transaction_id on transaction (id) where validation <> 'DUPLICATE_TXID';

-- What the transactions wrote to collections. Blocks hold only the hashes.
create table private_write (
    block bigint not null,
    position integer not null,
    ordinal integer not null,
    collection text not null,
    key text not null,
    value bytea not null,
    primary key (block, position, ordinal),
    foreign key (block, position) references transaction
);

-- The transient batches of the registrars, so that their commands can be verified later.
create table private_input (
    block bigint not null,
    position integer not null,
    argument bytea not null,
    primary key (block, position),
    foreign key (block, position) references transaction
);

-- The newest value of every key, and the transaction that wrote it: the key's version.
create table state (
    key text primary key,
    value bytea not null,
    block bigint not null,
    position integer not null
);

create table private_state (
    collection text not null,
    key text not null,
    value bytea not null,
    block bigint not null,
    position integer not null,
    primary key (collection, key)
);
