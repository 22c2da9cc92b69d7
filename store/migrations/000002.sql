-- Reference data (docs/reference-data.md). A code means something only with its list and version.

create table code_list (
  list text not null,
  version text not null,
  title text not null,
  valid_from date,               -- null: ever since there is data
  source text not null,
  sha256 text not null,          -- of the codes
  map_sha256 text,               -- of the crosswalks into this version; null: none loaded
  codes int not null,
  is_current boolean not null default false,
  loaded_at timestamptz not null default now(),
  primary key (list, version)
);
-- The version that golden values stand in; only a remap moves it.
create unique index code_list_current on code_list (list) where is_current;

-- No foreign keys here and below: one check a row would take longer than the load. Rows are only ever written with their list.
create table code (
  list text not null,
  version text not null,
  code text not null,
  label text not null,
  parent text,
  valid_from date,
  valid_to date,
  attributes jsonb not null,
  primary key (list, version, code)
);

-- What became of each code of an earlier version; several lines where it was split.
create table code_map (
  list text not null,
  from_version text not null,
  from_code text not null,
  to_version text not null,
  to_code text,
  kind text not null check (kind in ('unchanged', 'merged', 'split-by-population', 'ambiguous', 'retired')),
  assurance text not null check (assurance in ('register-complete', 'base-only')),
  authority text not null,
  effective_from date,
  check ((to_code is null) = (kind = 'retired')),
  unique nulls not distinct (list, to_version, from_version, from_code, to_code)
);

create trigger code_insert_only before update or delete or truncate on code for each statement execute function refuse_change();
create trigger code_map_insert_only before update or delete or truncate on code_map for each statement execute function refuse_change();

alter table run drop constraint run_kind_check;
alter table run add constraint run_kind_check check (kind in ('night', 'decision', 'remap'));
