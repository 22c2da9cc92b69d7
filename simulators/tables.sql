-- The national platform's own database. Nothing here is shared with the engine under test.
create schema if not exists national;

-- The two numbers reconciliation adds up. They are generated columns, so that no writer, not even a hand-made update,
-- can leave a row whose hash disagrees with its content. plpgsql: a sql function around convert_to is never inlined and
-- costs five times as much per row.
create or replace function national.bucket_hash_of(id text) returns bigint
  language plpgsql immutable strict parallel safe as
$$ begin return ('x' || left(encode(sha256(convert_to(id, 'UTF8')), 'hex'), 8))::bit(32)::bigint; end $$;

create or replace function national.row_hash_of(id text, payload_hash text) returns bigint
  language plpgsql immutable strict parallel safe as
$$ begin return ('x' || left(encode(sha256(convert_to(id || ':' || payload_hash, 'UTF8')), 'hex'), 12))::bit(48)::bigint; end $$;

-- What each service holds. Partitioned so that a summary of one service reads that service only, and without the payload,
-- which stays with the effect that brought it: with it in the row, a summary of a million rows takes 1.5 to 3.5 s.
create table if not exists national.record (
  service text not null,
  id text not null,
  payload_hash text not null,
  bucket_hash bigint not null generated always as (national.bucket_hash_of(id)) stored,
  row_hash bigint not null generated always as (national.row_hash_of(id, payload_hash)) stored,
  state text not null check (state in ('active', 'inactive')),
  national_id text not null,
  applied_key text not null,
  applied_at timestamptz not null,
  primary key (service, id)
) partition by list (service);
create table if not exists national.record_population partition of national.record for values in ('population');
create table if not exists national.record_household partition of national.record for values in ('household');
create table if not exists national.record_civil_servant partition of national.record for values in ('civil-servant');
create table if not exists national.record_land partition of national.record for values in ('land');
create table if not exists national.record_organisation partition of national.record for values in ('organisation');

-- The first answer to every key, for ever. `settled` is the later answer of an effect that was first `awaiting`.
create table if not exists national.effect (
  service text not null,
  key text not null,
  op text not null check (op in ('create', 'update', 'deactivate')),
  id text not null,
  payload jsonb not null,
  payload_hash text not null,
  outcome text not null check (outcome in ('accepted', 'rejected', 'awaiting')),
  code text,
  answer jsonb not null,
  settled jsonb,
  message_id uuid not null,
  applied_at timestamptz not null,
  primary key (service, key)
);

-- The content of the active records, for people.
create or replace view national.content as
select r.service, r.id, r.national_id, e.payload, r.payload_hash, r.applied_key, r.applied_at
  from national.record r
  join national.effect e on e.service = r.service and e.key = r.applied_key
 where r.state = 'active';

-- Effects taken for later processing; a row leaves when its effect is settled.
create table if not exists national.pending (
  seq bigint generated always as identity primary key,
  service text not null,
  key text not null,
  due_at timestamptz not null
);
create index if not exists pending_due on national.pending (service, due_at);

-- Keys that came again: the same effect, or another one under a used key.
create table if not exists national.repeat (
  seq bigint generated always as identity primary key,
  service text not null,
  key text not null,
  kind text not null check (kind in ('replayed', 'duplicate', 'mismatch')),
  message_id uuid not null,
  at timestamptz not null
);

-- Every call that arrived with a valid token and a readable body, also when it was refused by the fault script.
create table if not exists national.attempt (
  seq bigint generated always as identity primary key,
  message_id uuid,
  correlation_id uuid not null,
  service text not null,
  call text not null check (call in ('records', 'status')),
  officer text,
  first_key text not null,
  number int not null,
  items int not null,
  fault text,
  at timestamptz not null
);

create table if not exists national.setting (
  name text primary key,
  value text not null
);

-- The apply log. It is written by triggers on `record` and by nothing else, and has no unique key on purpose: if the code
-- above it applies an effect twice, two rows stand here and say so.
create table if not exists national.applied (
  seq bigint generated always as identity primary key,
  service text not null,
  key text not null,
  id text not null,
  payload_hash text not null,
  state text not null,
  changed boolean not null,
  at timestamptz not null
);

create or replace function national.log_created() returns trigger language plpgsql as
$$ begin
  insert into national.applied (service, key, id, payload_hash, state, changed, at)
  select service, applied_key, id, payload_hash, state, true, applied_at
    from fresh;
  return null;
end $$;

create or replace function national.log_updated() returns trigger language plpgsql as
$$ begin
  insert into national.applied (service, key, id, payload_hash, state, changed, at)
  select f.service, f.applied_key, f.id, f.payload_hash, f.state,
         (f.payload_hash, f.state) is distinct from (b.payload_hash, b.state), f.applied_at
    from fresh f
    join before b on b.service = f.service and b.id = f.id;
  return null;
end $$;

create or replace function national.refuse_change() returns trigger language plpgsql as
$$ begin raise exception 'national.applied is append-only'; end $$;

create or replace trigger record_created after insert on national.record
  referencing new table as fresh for each statement execute function national.log_created();
create or replace trigger record_updated after update on national.record
  referencing old table as before new table as fresh for each statement execute function national.log_updated();
create or replace trigger applied_is_append_only before update or delete on national.applied
  for each statement execute function national.refuse_change();
