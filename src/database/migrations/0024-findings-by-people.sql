-- Pages show what the last check found, by class, teacher, subject and severity, over any days: these columns say of an
-- entry what the verdict in `content` says, so that counting a year reads one index and no verdict.
alter table ledger.entry
  add column severity text collate "C",
  add column subject_id text collate "C",
  -- Who answers for it; empty where nobody does.
  add column teachers text[] collate "C",
  add column deadline bigint;
update ledger.entry set
  severity = content ->> 'severity',
  subject_id = content -> 'subject' ->> 'subject',
  teachers = array(select jsonb_array_elements_text(content -> 'responsible')),
  deadline = (content ->> 'deadline')::bigint;
alter table ledger.entry
  alter column severity set not null,
  alter column teachers set not null;
create index entry_to_count on ledger.entry (school, date)
  include (kind, rule, class_id, severity, subject_id, teachers, deadline) where closed_at is null;
-- The worst of a kind come first without reading the others.
create index entry_by_gravity on ledger.entry (school, kind,
  array_position(array['critical', 'major', 'minor', 'info'], severity), date desc, class_id, rule, verdict_key)
  where closed_at is null;

-- What is counted of a class's lessons of one subject and its teachers on one day, so that figures of any days are a sum:
-- filled topics, homework in time, marks. `src/regulation/figure-counts.ts` says what each column counts.
create table ledger.figure_day (
  school text collate "C" not null,
  class_id text collate "C" not null,
  date text collate "C" not null,
  -- Empty where the lesson has no subject.
  subject_id text collate "C" not null,
  -- Sorted; empty where the platform names nobody.
  teachers text[] collate "C" not null,
  -- Pupils of the largest group taught; null where no list of them is known.
  pupils int,
  lessons int not null,
  unread int not null,
  topics int not null,
  topics_in_time int not null,
  topics_late int not null,
  topics_unproven int not null,
  with_homework int not null,
  homework_in_time int not null,
  homework_late int not null,
  homework_unproven int not null,
  marks_in_time int not null,
  marks_late int not null,
  marks_unproven int not null,
  absences int not null,
  attended int not null,
  marks int not null,
  seats int not null,
  planned_halves int not null,
  held_by_plan int not null,
  finals_due int not null,
  finals_filled int not null,
  finals_unproven int not null,
  means_equal int not null,
  means_other int not null,
  means_unproven int not null,
  bases_enough int not null,
  bases_few int not null,
  bases_unproven int not null,
  fives int not null,
  fours int not null,
  threes int not null,
  twos int not null,
  not_attested int not null,
  primary key (school, date, class_id, subject_id, teachers)
);
