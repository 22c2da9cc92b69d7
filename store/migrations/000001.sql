-- The whole store of the chain. Nouns and their meaning: docs/store.md. No table has a column of a domain.

create table run (
  run_id text primary key,
  kind text not null check (kind in ('night', 'decision')),
  business_date date not null,
  dry_run boolean not null,
  state text not null default 'running' check (state in ('running', 'success', 'partial', 'failed')),
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  report jsonb
);

create table stage (
  run_id text not null references run,
  name text not null,            -- source or domain or target
  stage text not null,
  counts jsonb not null,
  seconds real not null,
  at timestamptz not null default now(),
  primary key (run_id, stage, name)
);

create table batch (
  batch_id bigint generated always as identity primary key,
  run_id text not null references run,
  source text not null,
  business_date date not null,
  file text not null,
  file_sha256 text not null,
  encoding text not null,
  columns jsonb not null,
  declared_rows bigint,
  landed_rows bigint not null,
  complete boolean not null,
  state text not null check (state in ('landed', 'processed')),
  unique (run_id, source)
);

create table landing (
  batch_id bigint not null references batch,
  chunk int not null,
  first_seq int not null,
  row_count int not null,
  sha256 text not null,
  body bytea not null,           -- deflated JSON: [[line, [cell, …]], …]
  primary key (batch_id, chunk)
);

-- Which domains have judged which batch.
create table batch_checked (
  batch_id bigint not null references batch,
  domain text not null,
  primary key (batch_id, domain)
);

-- The latest version of every row of every source: what tomorrow's extract is compared with.
create table source_row (
  source text not null,
  row_key text not null,
  row_hash text not null,
  batch_id bigint not null,
  seq int not null,
  missing_count int not null default 0,
  missing_since bigint,
  primary key (source, row_key)
);
create index source_row_batch on source_row (batch_id);

create table ledger (
  batch_id bigint not null references batch,
  state text not null check (state in
    ('unchanged', 'accepted', 'quarantined', 'superseded', 'pending', 'suspected missing', 'confirmed missing')),
  rows bigint not null,
  primary key (batch_id, state)
);

-- Rows whose end state has a reason of its own.
create table ledger_row (
  batch_id bigint not null,
  seq int not null,
  state text not null check (state in ('quarantined', 'superseded')),
  reason text not null,
  primary key (batch_id, seq)
);

create table source_record (
  record_id bigint generated always as identity primary key,
  domain text not null,
  source text not null,
  key text not null,
  row_key text not null,
  batch_id bigint not null,
  seq int not null,
  as_of date not null,
  values jsonb not null,
  block_keys bigint[] not null,
  gone boolean not null default false
);
create unique index source_record_key on source_record (domain, source, key);
create index source_record_row on source_record (source, row_key);

create table quarantine (
  domain text not null,
  source text not null,
  key text not null,
  row_key text not null,
  batch_id bigint not null,
  seq int not null,
  values jsonb not null,
  primary key (domain, source, key)
);

create table finding (
  finding_id bigint generated always as identity primary key,
  run_id text not null,
  batch_id bigint,
  seq int,
  domain text not null,
  source text not null,
  key text not null,
  code text not null,
  field text,
  severity text not null check (severity in ('note', 'warn', 'error')),
  got text,
  expected text not null,
  rule_hash text not null
);
create index finding_batch on finding (batch_id, seq);
create index finding_record on finding (domain, source, key);

-- Work queues between stages: a stage empties its own and fills the next in one transaction.
create table touched_record (
  domain text not null,
  record_id bigint not null,
  primary key (domain, record_id)
);
create table stale_golden (
  domain text not null,
  golden_id text not null,
  primary key (domain, golden_id)
);

create table edge (
  domain text not null,
  left_id bigint not null,
  right_id bigint not null,
  weight int not null,           -- millibits
  pattern text not null,         -- level of every comparison, '' where a side is missing
  rule text not null,            -- the block rule that met the pair
  fate text not null,            -- joined, review, or why it was denied
  primary key (domain, left_id, right_id)
);
create index edge_right on edge (domain, right_id);

create table decision (
  decision_id bigint generated always as identity primary key,
  request_id text not null unique,
  domain text not null,
  kind text not null check (kind in ('same', 'different', 'cannot tell')),
  groups jsonb not null,         -- [["source:key", …], …]: one group is same, several are apart
  actor text not null,
  verified boolean not null,     -- false where the person was not authenticated to us
  reason text not null,
  evidence_hash text not null,
  case_id text not null,
  state text not null default 'active' check (state in ('active', 'expired', 'withdrawn')),
  at timestamptz not null default now()
);

create table golden (
  golden_id text primary key,
  domain text not null,
  version int not null,
  state text not null check (state in ('active', 'retired')),
  anchor_id bigint not null,     -- the record for which the id was minted
  values jsonb not null,
  lineage jsonb not null,
  hash text not null,
  members int not null,
  planned_version int not null default 0,
  run_id text not null
);
create index golden_unplanned on golden (domain) where planned_version < version;

create table golden_version (
  golden_id text not null,
  version int not null,
  state text not null,
  values jsonb not null,
  lineage jsonb not null,
  hash text not null,
  run_id text not null,
  primary key (golden_id, version)
);

create table golden_counter (
  domain text primary key,
  last bigint not null
);

create table crosswalk (
  record_id bigint primary key,
  golden_id text not null,
  since_run text not null
);
create index crosswalk_golden on crosswalk (golden_id);
create table crosswalk_history (
  record_id bigint not null,
  golden_id text not null,
  from_run text not null,
  to_run text not null
);

create table redirect (
  from_id text primary key,
  to_id text not null,
  run_id text not null,
  check (from_id <> to_id)
);

create sequence case_number;

create table review_case (
  case_id text primary key,
  domain text not null,
  kind text not null,
  members jsonb not null,        -- ["source:key", …] sorted
  evidence jsonb not null,       -- pairs with weight, pattern and rule; no personal values
  evidence_hash text not null,
  version int not null,
  state text not null check (state in ('open', 'applied', 'withdrawn')),
  opened_run text not null,
  closed_run text,
  due_at timestamptz not null
);
create index review_case_open on review_case (domain) where state = 'open';

create table case_event (
  case_id text not null references review_case,
  event_no int not null,
  what text not null,
  who text not null,
  at timestamptz not null default now(),
  primary key (case_id, event_no)
);

create table event (
  domain text not null,
  seq bigint not null,
  kind text not null check (kind in ('created', 'changed', 'merged', 'split', 'retired', 'revived')),
  golden_id text not null,
  other_id text,
  run_id text not null,
  at timestamptz not null default now(),
  primary key (domain, seq)
);

create table plan (
  plan_id text primary key,
  target text not null,
  run_id text not null,
  hash text not null,
  counts jsonb not null,
  at timestamptz not null default now()
);

create table effect (
  effect_id bigint generated always as identity primary key,
  key text not null unique,
  plan_id text not null references plan,
  target text not null,
  golden_id text not null,
  golden_version int not null,
  op text not null check (op in ('create', 'update', 'deactivate')),
  payload jsonb not null,
  payload_hash text not null,
  state text not null check (state in
    ('planned', 'approved', 'in_flight', 'unknown', 'awaiting', 'accepted', 'rejected', 'superseded', 'dead')),
  attempts int not null default 0,
  not_before timestamptz,
  message_id uuid,
  lease_until timestamptz,
  code text,
  national_id text,
  settled_run text
);
create index effect_next on effect (target, effect_id) where state = 'approved';
create unique index effect_one_in_flight on effect (target, golden_id) where state in ('in_flight', 'unknown', 'awaiting');
create index effect_plan on effect (plan_id);

-- One row per call, written before the call is made.
create table attempt (
  message_id uuid primary key,
  target text not null,
  run_id text not null,
  kind text not null check (kind in ('send', 'probe')),
  items int not null,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  http_status int,
  correlation_id text
);

create table effect_history (
  effect_id bigint not null,
  message_id uuid,
  state text not null,
  code text,
  at timestamptz not null default now()
);
create index effect_history_effect on effect_history (effect_id);

create table receipt (
  effect_id bigint primary key,
  receipt text not null,
  at timestamptz not null default now()
);

-- The last payload that each target accepted: what the next plan is compared with.
create table sent_state (
  target text not null,
  golden_id text not null,
  payload_hash text not null,
  seq int not null,
  state text not null check (state in ('active', 'inactive')),
  national_id text,
  primary key (target, golden_id)
);

create table target_state (
  target text primary key,
  pause_until timestamptz
);

create table drift (
  run_id text not null,
  target text not null,
  golden_id text not null,
  kind text not null check (kind in ('missing', 'extra', 'differs')),
  primary key (run_id, target, golden_id)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is insert-only (promise 1: nothing is lost)', tg_table_name;
end $$;
create trigger landing_insert_only before update or delete or truncate on landing for each statement execute function refuse_change();
create trigger finding_insert_only before update or delete or truncate on finding for each statement execute function refuse_change();
create trigger decision_insert_only before delete or truncate on decision for each statement execute function refuse_change();
create trigger golden_version_insert_only before update or delete or truncate on golden_version for each statement execute function refuse_change();

-- Nobody filters by these; sampling wide documents for statistics costs more than the step that follows.
alter table source_record alter column values set statistics 0, alter column block_keys set statistics 0;
alter table golden alter column values set statistics 0, alter column lineage set statistics 0, alter column hash set statistics 0;
alter table effect alter column payload set statistics 0, alter column payload_hash set statistics 0;
alter table quarantine alter column values set statistics 0;
alter table landing alter column body set statistics 0;
