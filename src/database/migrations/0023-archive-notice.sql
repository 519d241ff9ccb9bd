-- What the archivist has posted of the archive, so that machines without its folder know it too: one archive an
-- installation. Instants are bigint milliseconds since the epoch, UTC.
create table runs.archive_notice (
  single boolean primary key default true check (single),
  name text not null,
  -- Where its folder lies: for people.
  host text not null,
  folder text not null,
  -- SHA-512 of its first entry, by which an archive is known; null while its log is empty.
  first_entry text collate "C",
  -- Its newest entry, as of `posted_at`: a second witness beside the paper.
  seq text collate "C" not null,
  head text collate "C" not null,
  -- Its log's chain is broken: the rest is of the time before.
  damaged boolean not null default false,
  -- What its log tells of checks, copies and trial restores, oldest first.
  shows jsonb not null,
  posted_at bigint not null,
  -- When the archivist last said that it works.
  tended_at bigint
);

-- Sheets of a year that lie in the archive: what people state to have printed is looked up and compared. No names.
create table runs.archived_sheet (
  object text collate "C" not null,
  version text collate "C" not null,
  -- Null where the archive couldn't read it when it was posted.
  content jsonb,
  primary key (object, version)
);
