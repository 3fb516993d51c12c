-- A replay claims a portion of letters before it publishes them, so that nothing is locked meanwhile. Until then nobody else
-- publishes any letter, nor takes one of these back; one claim is there at a time, if any.
alter table saga_dead_letter add column claimed_until timestamptz;
create index saga_dead_letter_claimed on saga_dead_letter (claimed_until) where claimed_until is not null;

-- Many are searched, replayed and discarded by the topic where they stood.
create index saga_dead_letter_by_topic on saga_dead_letter (source_topic, id);
