-- What the platform lets us ask, shared by all processes, and what we have asked. Instants are bigint milliseconds
-- since the epoch, UTC; ids are text compared as bytes.

create schema pace;

-- One row a token and server. Whoever wants to send locks it for a moment; the server's own clock counts in it.
create table pace.budget (
  origin text collate "C" not null,
  -- Of the token, which stands nowhere.
  fingerprint text collate "C" not null,
  -- Leases of calls in flight, quiet, share of the rate, circuit: see src/pace/budget.ts.
  state jsonb not null,
  used_at timestamptz not null,
  primary key (origin, fingerprint)
);

-- Every request that left, retries included, counted by hour of the program's clock.
create table pace.request_hour (
  hour bigint not null,
  -- Empty where a request belongs to no school.
  school text collate "C" not null,
  purpose text collate "C" not null,
  -- Path without ids and dates.
  endpoint text collate "C" not null,
  -- `OK`, an error code, or `LOST` where the process died meanwhile.
  outcome text collate "C" not null,
  calls bigint not null,
  bytes bigint not null,
  ms bigint not null,
  primary key (hour, school, purpose, endpoint, outcome)
);
