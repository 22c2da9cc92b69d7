-- Records in quarantine stand in the groups of the rules that compare records, until an accepted version takes their place.
alter table quarantine add column group_keys bigint[] not null default '{}';
alter table quarantine alter column group_keys set statistics 0;
-- What the first cross-check of a domain calls them by.
alter table quarantine add column parked_id bigint generated always as identity;
create unique index quarantine_parked on quarantine (parked_id);
