-- What people add to the journal's story: exemptions, outages of the platform. Called by a number that people can
-- say; a later revision takes the place of an earlier one, nothing is changed or deleted.
create table ledger.statement (
  school text collate "C" not null,
  kind text collate "C" not null,
  -- Counted from 1 in each school and kind.
  number int not null,
  revision int not null,
  -- Null where the statement is taken back.
  content jsonb,
  -- Why it was changed or taken back; null in the first revision.
  why text,
  author text not null,
  entered_at bigint not null,
  primary key (school, kind, number, revision)
);

-- Looks that found the platform away: outages are told from them.
create index observation_down on mirror.observation (school, asked_at) where error_code = 'DNEVNIK_DOWN';
