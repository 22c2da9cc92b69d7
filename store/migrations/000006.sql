-- A record that stands at a place in its row (the second owner of a parcel) has no key of its own: when it shares no block key
-- with what stood there, it names somebody else. It leaves its golden record as if it were gone, and comes as new.
alter table touched_record add column replaced boolean not null default false;
comment on column golden.anchor_id is 'the record for which the id was minted; below zero once that record names somebody else';
