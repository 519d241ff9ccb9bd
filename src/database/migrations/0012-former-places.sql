-- Lessons that were moved or removed: what a day looked like before. As `version_current_by_window`, it is asked by the
-- window's key alone.
create index version_former_lesson_by_window on mirror.version (window_key)
  where kind = 'lesson' and ended_at is not null;
