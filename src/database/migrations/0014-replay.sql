-- When a kept body was read once more by a program that can read more of it; null where it was read once. Then what the
-- look's row says is that later reading, its instants remain those of the look.
alter table mirror.observation add column replayed_at bigint;
