-- Gives the right to make an entry to one caller, with the words that the entry must bear.
-- The entry comes with them: another one may have made it since the caller looked.
-- KEYS: lock, epoch, turn, entry. ARGV: the caller's word, milliseconds of the lock, new words, seconds of theirs.
if not redis.call('set', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
    return false
end
redis.call('set', KEYS[2], ARGV[3], 'NX', 'EX', ARGV[5])
redis.call('set', KEYS[3], ARGV[4], 'NX', 'EX', ARGV[5])
return redis.call('mget', KEYS[2], KEYS[3], KEYS[4])
