-- Looks that left something in quarantine, few among those of ten years.
create index observation_quarantined on mirror.observation (school, id) where quarantined > 0;
