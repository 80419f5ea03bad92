-- The transparency log: every leaf at its position, and the tree over them in tiles of 256 hashes (C2SP tlog-tiles). Leaves
-- that were followed before have no tree: the read model starts anew, from the ledger's first block.
truncate readmodel.record, readmodel.record_version, readmodel.hidden_leaf, readmodel.alarm;
update readmodel.checkpoint set next_block = 0, block_hash = null, next_leaf = 0;

create table readmodel.leaf (
    leaf_index bigint primary key,
    id text not null,
    version int not null,
    commitment text not null
);
create index leaf_record on readmodel.leaf (id, version);

-- Row (level, tile) holds the roots of the complete subtrees 256 * tile to 256 * tile + 255 of 256^level leaves each, one
-- after the other, as far as the log has come.
create table readmodel.tile (
    level int not null,
    tile bigint not null,
    hashes bytea not null,
    primary key (level, tile)
);
