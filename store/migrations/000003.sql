-- Bulk: a first load writes each thing once, and a night touches only what changed (docs/decisions/0006).

-- Keys are compared byte by byte everywhere; with the collation in the column an index gives that order.
alter table source_row alter column row_key type text collate "C";
-- The chunks that a check reads are stretches of a batch.
drop index source_row_batch;
create index source_row_batch on source_row (batch_id, seq);
alter table source_record
  alter column key type text collate "C",
  alter column row_key type text collate "C",
  add column group_keys bigint[] not null;
alter table source_record alter column group_keys set statistics 0;
alter table quarantine alter column key type text collate "C";

-- Whole batches that are due for matching, where queueing their records one by one would cost more than the matching.
create table touched_batch (
  domain text not null,
  batch_id bigint not null references batch,
  primary key (domain, batch_id)
);

-- Domains whose members without a golden record are due for merging: a first load queues nothing one by one.
create table unmerged_domain (
  domain text primary key
);
-- The record for which a queued golden id was minted; null where the golden record is there already.
alter table stale_golden add column anchor_id bigint;

-- Consumers of golden records read on from the last change they saw. Numbers of a domain commit in order: its merge is one
-- at a time.
drop index golden_unplanned;
create sequence golden_change;
alter table golden
  drop column planned_version,
  add column change_no bigint not null default nextval('golden_change');
create index golden_changed on golden (domain, change_no);
-- A newer payload supersedes the one of its record that has not left yet.
create index effect_pending on effect (target, golden_id) where state in ('planned', 'approved');
create table plan_cursor (
  target text primary key,
  change_no bigint not null
);
-- Golden records whose change a target could not take yet: an outcome is unknown, or a finding forbids it.
create table plan_waiting (
  target text not null,
  golden_id text not null,
  primary key (target, golden_id)
);

-- What the rules over several records have to look at again: groups by key, golden records, or a whole domain.
create table uncompared_key (
  domain text not null,
  group_key bigint not null,
  primary key (domain, group_key)
);
create table uncompared_golden (
  domain text not null,
  golden_id text not null,
  primary key (domain, golden_id)
);
create table uncompared_domain (
  domain text primary key
);
-- Findings of those rules that hold now. `finding` keeps every one that was ever raised, `finding_cleared` when it went away.
create table standing_finding (
  domain text not null,
  group_key bigint not null,
  code text not null,
  source text not null,
  key text collate "C" not null,
  severity text not null,
  got text not null,
  expected text not null,
  run_id text not null,
  primary key (domain, group_key, code, source, key)
);
create index standing_finding_record on standing_finding (domain, source, key);
create table finding_cleared (
  domain text not null,
  source text not null,
  key text not null,
  code text not null,
  got text not null,
  raised_run text not null,
  run_id text not null,
  at timestamptz not null default now()
);
create trigger finding_cleared_insert_only before update or delete or truncate on finding_cleared for each statement execute function refuse_change();
-- Golden records that an `error` of those rules keeps from being sent.
create table blocked_golden (
  golden_id text primary key,
  domain text not null
);
create index blocked_golden_domain on blocked_golden (domain);
