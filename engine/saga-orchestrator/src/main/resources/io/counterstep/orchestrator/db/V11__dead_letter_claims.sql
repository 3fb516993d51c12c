-- Many are searched, replayed and discarded by the topic where they stood.
create index saga_dead_letter_by_topic on saga_dead_letter (source_topic, id);
