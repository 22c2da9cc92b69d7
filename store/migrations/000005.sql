-- The match stage is a grid of chunks over the new engine (docs/decisions/0009).

-- Texts that the comparisons over several fields read, made when the record is judged; null where its domain has none.
alter table source_record add column composites text;
alter table source_record alter column composites set statistics 0;

-- Who took a queued record into the match that is under way. Touched again, it is nobody's, and stays queued.
alter table touched_record add column taken_by text;
alter table touched_batch add column taken_by text;

-- Every model that ever scored a pair, as it was: an edge is explained by it years later.
create table match_model (
  model_id int generated always as identity primary key,
  domain text not null,
  hash text not null,
  body jsonb not null,
  at timestamptz not null default now(),
  unique (domain, hash)
);
create trigger match_model_insert_only before update or delete or truncate on match_model for each statement execute function refuse_change();

-- By what the stored keys of a domain were made, and by what its records were last matched; another declaration is a full run.
create table match_state (
  domain text primary key,
  keyed_by text not null,
  matched_by text,
  records int
);

-- The match that is under way in a domain, at most one. Another run takes it over when its lease has ended.
create table pairing (
  domain text primary key,
  run_id text not null references run,
  lease_until timestamptz not null,
  kind text not null check (kind in ('full', 'delta')),
  model_id int not null references match_model,
  snapshot text not null,        -- which records were paired, in which version
  chunk_pairs bigint not null,
  records int not null,
  touched int not null,
  pairs bigint not null,
  seconds real not null
);
-- Its chunks: the pairs of some groups of records. Edges are kept here until all chunks are there.
create table pairing_chunk (
  domain text not null references pairing on delete cascade,
  chunk int not null,
  from_group int not null,
  to_group int not null,
  pairs bigint not null,
  scored bigint,                 -- null: not done yet
  edges bytea,                   -- left, right, weight, rule of each, as 32-bit numbers
  seconds real,
  primary key (domain, chunk)
);
alter table pairing_chunk alter column edges set storage external;

-- Keys that more records share than their rule allows: they make no pairs.
create table hot_key (
  domain text not null,
  key bigint not null,
  rule text not null,
  records int not null,
  record_ids bigint[] not null,
  primary key (domain, key)
);

-- Which records have a key: hashes and record ids in pages by hash. Segment 0 holds a whole domain, each later one what a
-- night touched; what is out of date there is harmless, for a record found is looked at before it is paired.
create table key_page (
  domain text not null,
  segment int not null,
  page int not null,
  postings bytea not null,
  primary key (domain, segment, page)
);
alter table key_page alter column postings set storage external;
create table key_segment (
  domain text not null,
  segment int not null,
  page_bits int not null,
  postings bigint not null,
  primary key (domain, segment)
);

-- Pairs are scored anew, in micro-bits.
truncate edge;
alter table edge
  add column bits int[] not null,
  add column model_id int not null references match_model;
comment on column edge.weight is 'micro-bits, prior included';
comment on column edge.pattern is 'level of every comparison, empty where a side is missing';
comment on column edge.bits is 'micro-bits that each comparison added, term frequency included; with the prior they make the weight';
alter table edge alter column bits set statistics 0, alter column pattern set statistics 0;

-- A retired golden id is revived where its anchor stands alone again.
create index golden_retired_anchor on golden (anchor_id) where state = 'retired';

-- Cases say why they are asked; the pairs of earlier ones are asked anew with the next match.
alter table review_case add column reasons jsonb not null default '[]';
update review_case set evidence = '[]' where state = 'open';
