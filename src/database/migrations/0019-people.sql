-- Who may log in, what each may see, and who looked at what. Instants are bigint milliseconds since 1970 UTC.

create schema people;

-- Accounts are locked, never deleted: what they did stays theirs.
create table people.account (
  -- Lower case, as it is typed.
  login text collate "C" primary key check (login ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
  name text not null,
  -- `scrypt$17$8$1$salt$hash`; null where one logs in elsewhere only.
  password text,
  -- Somebody else knows the password (who made the account): it is good for choosing another one.
  temporary boolean not null default false,
  -- What the organisation's own log-in calls this person.
  subject text collate "C" unique,
  -- Sealed with the installation's key. `pending` until a first code has shown that the telephone has it.
  totp bytea,
  totp_pending bytea,
  -- Step of the last code that was taken: none is taken twice.
  totp_step bigint,
  locked_at bigint,
  created_at bigint not null,
  created_by text not null
);

create table people.recovery_code (
  account text collate "C" not null references people.account (login),
  sha256 text collate "C" not null,
  used_at bigint,
  primary key (account, sha256)
);

-- An empty school is every school, an empty person nobody in particular.
create table people.role (
  account text collate "C" not null references people.account (login),
  role text not null,
  school text collate "C" not null,
  person text collate "C" not null,
  given_at bigint not null,
  given_by text not null,
  primary key (account, role, school, person)
);

-- Of the id in the cookie only the hash is here: who reads this table is nobody by it.
create table people.session (
  sha256 text collate "C" primary key,
  account text collate "C" not null references people.account (login),
  -- The password was right, and the code of the telephone is still to come.
  half boolean not null,
  began_at bigint not null,
  seen_at bigint not null,
  ends_at bigint not null
);
create index session_by_account on people.session (account);

-- Failed log-ins. Of what was typed as a name only a hash is kept: it may have been the password.
create table people.failure (
  place text collate "C" primary key,
  count int not null,
  since bigint not null,
  blocked_until bigint not null
);

-- Who looked at what, who took what along, who changed whose rights.
create table people.access (
  id bigint generated always as identity primary key,
  at bigint not null,
  act text not null,
  -- Null for whoever sits at the computer of an installation without accounts, and for the command line.
  account text collate "C",
  name text not null,
  address text not null,
  -- What it was about: a permission, or for changes the account concerned.
  about text not null,
  -- Null for pages of the whole installation.
  school text collate "C",
  path text not null,
  class_id text collate "C",
  pupil text collate "C",
  document text
);
create index access_by_time on people.access (at desc, id desc);
create index access_by_account on people.access (account, at desc);
create index access_by_pupil on people.access (pupil, at desc) where pupil is not null;

-- Appended only: nothing is changed, and what is younger than the least age of the settings goes by no hand, ours included.
create function people.keep_access() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.at < (extract(epoch from now()) - 364 * 86400) * 1000 then
    return old;
  end if;
  raise exception 'people.access is appended only';
end
$$;
create trigger keep_access before update or delete on people.access
  for each row execute function people.keep_access();
create trigger keep_access_whole before truncate on people.access
  for each statement execute function people.keep_access();
