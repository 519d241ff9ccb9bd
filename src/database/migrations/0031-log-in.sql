-- Who was let in by the organisation's own log-in is known by it: where a second factor is a duty, that is its business.
alter table people.session add column by_organisation boolean not null default false;

-- Forms that were sent when a session had ended, while their senders are away at the organisation's log-in. Sealed with
-- the installation's key; dropped when their senders are back, and after some minutes.
create table people.kept_form (
  -- Of the id in the sender's cookie.
  sha256 text collate "C" primary key,
  content bytea not null,
  kept_at bigint not null,
  -- Of several kept at one moment the last is the newest.
  ordinal bigint generated always as identity
);
create index kept_form_by_age on people.kept_form (kept_at);
