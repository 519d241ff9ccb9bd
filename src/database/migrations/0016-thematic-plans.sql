-- Calendar-thematic plans by version: a plan is never edited, a later version takes the place of an earlier one from its
-- day on. A table of its own beside ledger.statement: all versions stay in force for their days, one plan has one
-- class and subject, and those of a class are read without all others.
create table ledger.thematic_plan (
  school text collate "C" not null,
  -- Counted from 1 in each school; the same for all versions of one plan.
  number int not null,
  version int not null,
  -- In which the study year begins.
  study_year int not null,
  class_id text collate "C" not null,
  subject_id text collate "C" not null,
  -- Subgroup and teacher; empty where the plan names none.
  group_id text collate "C" not null,
  teacher_id text collate "C" not null,
  -- First day in force, and the rows; null where the plan is taken back.
  from_date text collate "C",
  content jsonb,
  file_name text,
  file_sha256 text,
  -- Why it was superseded or taken back; null in the first version.
  why text,
  author text not null,
  entered_at bigint not null,
  primary key (school, number, version),
  unique (school, study_year, class_id, subject_id, group_id, teacher_id, version)
);
