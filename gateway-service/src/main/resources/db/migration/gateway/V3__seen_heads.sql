-- The longest head of each other organisation that was cosigned here, as that organisation signed it: beside a head that
-- contradicts it, it is evidence that anyone can check.
create table gateway.seen_head (
    msp text primary key,
    size bigint not null,
    note text not null
);
