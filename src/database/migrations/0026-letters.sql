-- What letters told to whom. The news of the next one are what stands now and wasn't told: it needs no clock, and a letter
-- that didn't go out is made up for by the next.

-- Whether the journal had been read whole when the letter went; null for letters from before this was noted.
alter table ledger.digest add column whole boolean;

-- The entries that a recipient knows of, as they were told last.
create table ledger.told (
  school text collate "C" not null,
  recipient text collate "C" not null,
  -- Of the letter, as in ledger.digest.
  kind text collate "C" not null,
  entry_id text collate "C" not null references ledger.entry (id),
  told_as text not null,
  primary key (school, recipient, kind, entry_id)
);

-- Letters that their recipient may do without, and whether they want to.
create table ledger.subscription (
  -- In the link at the letter's end: 32 hex digits that nobody can guess.
  token text collate "C" primary key,
  school text collate "C" not null,
  recipient text collate "C" not null,
  kind text collate "C" not null,
  muted_at bigint,
  unique (school, recipient, kind)
);
