-- Fields that the objects of a school's answers have had so far: a field that was always there and is missing from a
-- whole answer has been renamed or lost, and what it told must not be taken for «empty».
create table mirror.field (
  school text collate "C" not null,
  -- Of the platform's object, e.g. `lesson.title`.
  name text collate "C" not null,
  -- Some object came without it and was believed, so its absence says nothing.
  optional boolean not null,
  primary key (school, name)
);
