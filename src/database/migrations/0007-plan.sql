-- The looks that a school's days ask for: what will be read when and why, and what came of it. Instants are bigint
-- milliseconds since the epoch, UTC; days are text YYYY-MM-DD; ids are text compared as bytes.

-- That a day has been planned, and since when: what should have been looked at before that was missed, and a day
-- without a row was slept through whole.
create table runs.planned_day (
  school text collate "C" not null,
  date text collate "C" not null,
  planned_at bigint not null,
  primary key (school, date)
);

create table runs.planned_look (
  school text collate "C" not null,
  -- A function of school, kind and instant, so that two schedulers plan one look. Also the id of its first run.
  id text collate "C" not null,
  -- The day whose plan it belongs to.
  date text collate "C" not null,
  kind text not null,
  at bigint not null,
  -- From here on it would decide nothing any more.
  until bigint not null,
  -- Null for the whole school.
  class_ids text[],
  from_date text collate "C" not null,
  to_date text collate "C" not null,
  -- Clauses of the regulation that it decides.
  decides text[] not null,
  -- Requests at the least.
  price int not null,
  dropped boolean not null default false,
  -- Its newest run; null until it is taken. Whether it was missed follows from this, the run's state and the clock.
  run text collate "C",
  primary key (school, id)
);
create index planned_look_by_date on runs.planned_look (school, date);
create index planned_look_by_time on runs.planned_look (school, at, until);
