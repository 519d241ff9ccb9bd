-- Whether the platform lets us in. Instants are bigint milliseconds since the epoch, UTC. Tokens are told apart by
-- their fingerprint (SHA-256, hex) and never stand here themselves.

create schema access;

-- A time without access: from the moment when the token in use was found dead until some token works.
create table access.outage (
  id bigint generated always as identity primary key,
  -- The token that was found dead last; another one hasn't been tried yet.
  fingerprint text collate "C" not null,
  since bigint not null,
  -- The last question whether it lives again.
  probed_at bigint not null,
  ended_at bigint
);
-- One installation, one token, so there is at most one.
create unique index outage_open on access.outage ((ended_at is null)) where ended_at is null;

-- Mails about an outage: one a recipient when it begins, one when it has ended.
create table access.notice (
  outage bigint not null references access.outage (id),
  kind text not null check (kind in ('dead', 'alive')),
  recipient text collate "C" not null,
  claimed_at bigint not null,
  sent_at bigint,
  primary key (outage, kind, recipient)
);

-- The right to use a token's refresh token, for one process and not again for a while.
create table access.refresh (
  fingerprint text collate "C" primary key,
  tried_at bigint not null
);
