-- Records in quarantine stand in the groups of the rules that compare records, until an accepted version takes their place.
alter table quarantine add column group_keys bigint[] not null default '{}';
alter table quarantine alter column group_keys set statistics 0;
