-- Verdicts are only written and read whole: kept as text they are a fifth smaller, and PostgreSQL has a sixth less to do for an entry.
alter table ledger.entry alter column content type json using content::json;
alter table ledger.event alter column content type json using content::json;
