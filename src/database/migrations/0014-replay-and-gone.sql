-- When a kept body was read once more by a program that can read more of it; null where it was read once. Then what the
-- look's row says is that later reading, its instants remain those of the look.
alter table mirror.observation add column replayed_at bigint;
-- Marks and works that vanished, few among many: an edit may have given them another id. As
-- `version_current_by_window`, it is asked by the window's key alone.
create index version_gone_by_window on mirror.version (window_key) where gone and kind in ('mark', 'work');
