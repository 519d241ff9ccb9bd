-- What became of the copies that the settings name. Instants are bigint milliseconds since the epoch, UTC.
create table runs.copy (
  -- Of the settings; '' stands for the letter that there are none.
  folder text collate "C" primary key,
  tried_at bigint not null,
  -- Of the last one that was whole and sound: archive and database.
  made_at bigint,
  -- Since the first try that failed; null where the last one didn't.
  failing_since bigint,
  error_code text
);
