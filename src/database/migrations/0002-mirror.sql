-- What the platform said, and when we saw it. Instants are bigint milliseconds since the epoch, UTC. Ids are text:
-- the platform's exceed 2^53, and records without an id of their own have composite ones. Text keys are compared
-- as bytes ("C"), so that no locale slows an index down or changes an order. A group_id of '' is the whole school.

create schema mirror;

-- The chain of looks at one window, as it stands now; looks that change it are taken one after the other.
create table mirror.chain (
  school text collate "C" not null,
  window_key text collate "C" not null,
  resource text collate "C" not null,
  group_id text collate "C" not null,
  -- The Monday, YYYY-MM-DD; null where the resource has no time.
  week text collate "C",
  -- Newest look of any kind.
  newest_look bigint not null,
  newest_asked_at bigint not null,
  -- Newest look that brought data, complete or not; its body is what the next one is compared with.
  data_look bigint,
  -- Newest look that proves what was not there: complete and not held as suspect.
  proof_look bigint,
  proof_asked_at bigint,
  -- A record of the newest body went to another window, or was refused as old news: what stands isn't what that
  -- body said, so the next look is compared even if its body is the same.
  reread boolean not null default false,
  primary key (school, window_key)
);
create index chain_by_place on mirror.chain (school, resource, group_id, week);

create table mirror.observation (
  school text collate "C" not null,
  id bigint generated always as identity,
  window_key text collate "C" not null,
  asked_at bigint not null,
  answered_at bigint not null,
  -- False for failed looks and for looks with elements in quarantine.
  complete boolean not null,
  -- The observation whose body this one equals: nothing was parsed.
  unchanged_since bigint,
  -- Complete, but an implausible share was missing: waits for a second look.
  suspect boolean not null default false,
  sha256 text collate "C",
  records integer not null default 0,
  changed integer not null default 0,
  gone integer not null default 0,
  quarantined integer not null default 0,
  requests integer not null default 0,
  -- Field names of the answer that no schema of ours knows.
  drift text[] not null default '{}',
  error_code text,
  primary key (school, id)
);
create index observation_by_window on mirror.observation (school, window_key, id);

-- Raw bodies, gzip; once however often they came.
create table mirror.body (
  school text collate "C" not null,
  sha256 text collate "C" not null,
  gzip bytea not null,
  primary key (school, sha256)
);

-- Elements that couldn't be parsed, with their own JSON text: nothing is dropped silently.
create table mirror.quarantine (
  school text collate "C" not null,
  observation bigint not null,
  path text not null,
  problem text not null,
  raw text not null
);
create index quarantine_by_observation on mirror.quarantine (school, observation);

-- A record's content, and the looks between which it came and went. Only an open version is ever touched: to note
-- that it is missing, or that it has ended.
create table mirror.version (
  id bigint generated always as identity unique,
  school text collate "C" not null,
  group_id text collate "C" not null,
  kind text collate "C" not null,
  record text collate "C" not null,
  seq integer not null,
  -- Where it stands: a moved lesson goes on in the window of another week.
  window_key text collate "C" not null,
  content jsonb not null,
  -- SHA-256 of the canonical content, base64url.
  hash text collate "C" not null,
  -- (absent_at, present_at]: last proof that it wasn't there or was different, first sight.
  absent_at bigint,
  present_at bigint not null,
  -- The look that saw it first, and when that look was asked.
  observation bigint not null,
  asked_at bigint not null,
  -- When a complete look that is held as suspect didn't find it.
  missing_at bigint,
  -- (ended_after, ended_at]: last proof that it stood, first look that found it missing or different.
  ended_after bigint,
  ended_at bigint,
  -- Ended by absence from a complete look, not by another content.
  gone boolean not null default false,
  primary key (school, group_id, kind, record, seq)
);
create unique index version_current on mirror.version (school, group_id, kind, record) where ended_at is null;
-- The window's key begins with the school. Queries by this index name no school beside it: without statistics (a
-- fresh installation has none) PostgreSQL takes any index that begins with the school for the better one.
create index version_current_by_window on mirror.version (window_key) where ended_at is null;
