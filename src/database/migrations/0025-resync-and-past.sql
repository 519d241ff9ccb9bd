-- What a run reads of the journal, by kind; null for all of it.
alter table runs.run add column kinds text[];
-- What it brought, counted by kind of record, once it has ended; null before that, and of runs from before this was kept.
alter table runs.run add column difference jsonb;
-- When the look was asked that brought the outcome, where it changed anything: with its window, that is how the mirror
-- knows it.
alter table runs.window_outcome add column asked_at bigint;

-- Versions that stood once: the journal as of a past moment, and what a run took away. As `version_current_by_window`, it is
-- asked by the window's key alone.
create index version_ended_by_window on mirror.version (window_key) where ended_at is not null;

-- Checks of the archive that people asked for: how far one is, and what it found. That it was done stands in the archive's
-- own log.
create table runs.archive_check (
  id text collate "C" primary key,
  asked_at bigint not null,
  -- When it last gave a sign of itself: one that is silent for long is lost.
  told_at bigint not null,
  -- Bytes; null until they are counted.
  done bigint,
  total bigint,
  finished_at bigint,
  objects int,
  files int,
  findings text[] not null default '{}',
  error_code text,
  error_message text
);
create index archive_check_recent on runs.archive_check (asked_at desc);
