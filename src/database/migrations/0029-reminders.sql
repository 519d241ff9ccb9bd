-- Reminders that a person sent to a teacher: who, when, of what. Written with the confirmation of their letter, whose key
-- in ledger.digest they have.
create table ledger.reminder (
  school text collate "C" not null,
  recipient text collate "C" not null,
  kind text collate "C" not null,
  period text collate "C" not null,
  -- On the platform.
  teacher text collate "C" not null,
  sent_by text not null,
  sent_at bigint not null,
  -- Of ledger.entry, as they stood in the letter.
  entries text[] not null,
  primary key (school, recipient, kind, period)
);
create index reminder_by_teacher on ledger.reminder (school, teacher, sent_at desc);
create index reminder_by_entry on ledger.reminder using gin (entries);

alter table ledger.reminder enable row level security;
create policy one_school on ledger.reminder using (school = any((select bridge.seen_schools())::text[]));
