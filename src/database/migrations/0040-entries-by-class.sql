-- Classes are judged and entered one by one: with the days of all classes in one index, each class read those of all the others.
-- What is listed by day finds it in entry_to_count.
drop index ledger.entry_by_date;
create index entry_by_class on ledger.entry (school, class_id, date) where closed_at is null;
