-- Files of calendar-thematic plans between their being sent and their being entered: whichever process answers, it finds
-- them. Dropped when they are entered, after a day, and when the same person has sent some more.
create table ledger.plan_upload (
  -- SHA-256 of the id in the page's address.
  sha256 text collate "C" primary key,
  school text collate "C" not null,
  -- Whose it is; empty for whoever sits at the computer of an installation without accounts.
  account text collate "C" not null,
  file_name text not null,
  content bytea not null,
  sent_at bigint not null,
  -- Of several sent at one moment the last is the newest.
  ordinal bigint generated always as identity
);
create index plan_upload_by_sender on ledger.plan_upload (school, account, ordinal desc);

alter table ledger.plan_upload enable row level security;
create policy one_school on ledger.plan_upload using (school = any((select bridge.seen_schools())::text[]));
