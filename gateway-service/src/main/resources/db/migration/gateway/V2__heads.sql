-- The heads of the log that this organisation has signed, as notes; they outlive a rebuilt read model.
create table gateway.head (
    size bigint primary key,
    note text not null,
    signed_at timestamptz not null default now()
);

-- What other organisations' witnesses added to them.
create table gateway.cosignature (
    size bigint not null references gateway.head on delete cascade,
    msp text not null,
    line text not null,
    primary key (size, msp)
);

-- The keys of other organisations as they were first told. A change is for people to decide.
create table gateway.log_key (
    msp text primary key,
    log_key text not null,
    witness_key text not null,
    seen_at timestamptz not null default now()
);

-- What speaks against the log: two heads that cannot both be true, a log shorter than a signed head. Evidence is what anyone
-- can check. While one is open, nothing is signed.
create table gateway.log_alarm (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    subject text not null,
    reason_en text not null,
    reason_zh text not null,
    evidence text not null,
    decided_at timestamptz,
    decision text
);
create unique index log_alarm_open on gateway.log_alarm (subject, evidence) where decided_at is null;
