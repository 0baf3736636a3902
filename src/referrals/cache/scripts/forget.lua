-- Carries out a change once: every listener hears of it. A full Redis takes no note, but it can delete.
-- KEYS: the change, then all that it makes wrong. ARGV: milliseconds of the note.
if redis.pcall('set', KEYS[1], '1', 'NX', 'PX', ARGV[1]) == false then
    return 0
end
return redis.call('del', unpack(KEYS, 2))
