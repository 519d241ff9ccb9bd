-- Classes are judged and entered one by one, and each read the figures of all the others: its days came first in the key.
alter table ledger.figure_day drop constraint figure_day_pkey;
alter table ledger.figure_day add primary key (school, class_id, date, subject_id, teachers);
create index figure_day_by_date on ledger.figure_day (school, date);

-- An event is written by the statement that writes its entry, and no entry ever goes: to look each one up again cost a third of writing
-- it. One index finds the events of an entry and tells them apart.
alter table ledger.event drop constraint event_entry_id_fkey;
alter table ledger.event drop constraint event_pkey;
drop index ledger.event_by_entry;
alter table ledger.event add primary key (school, entry_id, id);
