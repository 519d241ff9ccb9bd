-- The platform's clock minus ours, in milliseconds, and how far that may be from the truth; null where a look
-- couldn't tell (no Date header, a cache between, a simulated clock).
alter table mirror.observation add column skew_ms bigint, add column skew_error_ms bigint;
-- The few looks at which the two clocks surely disagreed: see mirror/clock-skew.ts.
create index observation_clock_off on mirror.observation (school, id)
  where abs(skew_ms) - skew_error_ms > 120000;

-- What a person has proved of a school's platform by a test: see regulation a.0. The newest of a kind holds; none is
-- ever changed or deleted.
create table ledger.calibration (
  school text collate "C" not null,
  id bigint generated always as identity,
  -- 'stamps': the zone of act stamps. 'stamp-edit': whether an edit moves one. 'homework-lesson': on which lesson
  -- homework hangs.
  what text collate "C" not null,
  result text collate "C" not null,
  proven_at bigint not null,
  -- The test's own facts: the record, what was stated, what was read. No names.
  evidence jsonb not null,
  -- Who vouches for it, as the operating system or the caller says.
  by_whom text not null,
  primary key (school, id)
);
create index calibration_newest on ledger.calibration (school, what, id);
