-- What was asked of us and how far it is. Instants are bigint milliseconds since the epoch, UTC; days are text
-- YYYY-MM-DD; ids are text compared as bytes.

create schema runs;

create table runs.run (
  id text collate "C" primary key,
  school text collate "C" not null,
  kind text not null,
  state text not null check (state in ('queued', 'running', 'done', 'done-with-gaps', 'failed', 'cancelled')),
  from_date text collate "C" not null,
  to_date text collate "C" not null,
  -- Null for the whole school.
  class_ids text[],
  asked_by text not null,
  created_at bigint not null,
  finished_at bigint,
  step text,
  -- Null until the directory is known.
  windows int,
  -- Requests that belong to no window; those of windows stand with their outcome.
  error_code text,
  error_message text
);
create index run_recent on runs.run (school, created_at desc);
create index run_unfinished on runs.run (created_at) where state in ('queued', 'running');

-- A window of a run, once it is finished; its row is what keeps a resumed run from asking again.
create table runs.window_outcome (
  run text collate "C" not null references runs.run (id),
  window_key text collate "C" not null,
  requests int not null,
  complete int not null,
  incomplete int not null,
  changed int not null,
  gone int not null,
  quarantined int not null,
  error_code text,
  primary key (run, window_key)
);
