-- What was found, with its history: never rebuilt, nothing deleted. Instants are bigint milliseconds since the
-- epoch, UTC; days are text YYYY-MM-DD; ids are text compared as bytes.

create schema ledger;

-- One row for each duty that was ever found not kept. The verdict stands whole in `content`; the columns beside
-- it are for searching.
create table ledger.entry (
  school text collate "C" not null,
  verdict_key text collate "C" not null,
  -- Made from school and key, so that it is the same wherever the same duty is recorded.
  id text collate "C" not null unique,
  rule text collate "C" not null,
  class_id text collate "C" not null,
  date text collate "C" not null,
  kind text not null,
  content jsonb not null,
  -- SHA-256 of the canonical JSON of `content`: tells whether anything changed without reading it.
  content_hash text collate "C" not null,
  opened_at bigint not null,
  -- When the kind last changed.
  changed_at bigint not null,
  -- When the duty turned out kept or its subject was gone; null while the entry stands.
  closed_at bigint,
  primary key (school, verdict_key)
);
create index entry_by_date on ledger.entry (school, date, rule, verdict_key) where closed_at is null;

-- Every change of kind of an entry, oldest first by id.
create table ledger.event (
  school text collate "C" not null,
  id bigint generated always as identity,
  entry_id text collate "C" not null references ledger.entry (id),
  at bigint not null,
  -- Null when the entry was opened or opened again.
  from_kind text,
  -- A kind of verdict, or `closed`.
  to_kind text not null,
  run_id text collate "C",
  content jsonb not null,
  primary key (school, id)
);
create index event_by_entry on ledger.event (entry_id, id);

-- What the newest check said of a rule, class and day as a whole: how many duties were kept, and from which
-- slice. Also the fence: a check with an earlier as-of leaves the day alone. By day and not by week, so that a
-- check of a part of a week replaces just that part.
create table ledger.rule_day (
  school text collate "C" not null,
  rule text collate "C" not null,
  class_id text collate "C" not null,
  date text collate "C" not null,
  kept int not null,
  as_of bigint not null,
  slice_hash text collate "C" not null,
  primary key (school, rule, class_id, date)
);

-- The right to send one digest, and that it was used.
create table ledger.digest (
  school text collate "C" not null,
  recipient text collate "C" not null,
  kind text collate "C" not null,
  period text collate "C" not null,
  claimed_at bigint not null,
  sent_at bigint,
  message_id text,
  primary key (school, recipient, kind, period)
);
