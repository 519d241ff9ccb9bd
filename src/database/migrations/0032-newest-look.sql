-- What pages keep of a school stands until something is entered: each asks when that was last, and must not read the chain of
-- every window of ten years for it.

-- Newest look of a school.
create index observation_by_answer on mirror.observation (school, answered_at);
-- Looks that brought another body than the one before or confirmed what that one had lost, and bodies that were read once
-- more: only they change records.
create index observation_changing on mirror.observation (school, id) where unchanged_since is null or gone > 0;
create index observation_replayed on mirror.observation (school, replayed_at) where replayed_at is not null;

-- Windows of a week, or of none, among those of ten years.
create index chain_by_week on mirror.chain (school, week);
