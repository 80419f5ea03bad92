-- A token may end by itself; null: it lives until it is revoked.
alter table gateway.token add column expires timestamptz;
