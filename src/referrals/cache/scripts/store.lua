-- Keeps an entry, unless what it shows was changed since its maker began: the lock or a word is gone then.
-- KEYS: lock, epoch, turn, entry, mark. ARGV: the maker's word, epoch, turn, entry, mark, milliseconds of both.
if redis.call('get', KEYS[1]) ~= ARGV[1] then
    return 0
end
redis.call('del', KEYS[1])
if redis.call('get', KEYS[2]) ~= ARGV[2] or redis.call('get', KEYS[3]) ~= ARGV[3] then
    return 0
end
redis.call('set', KEYS[4], ARGV[4], 'PX', ARGV[6])
redis.call('set', KEYS[5], ARGV[5], 'PX', ARGV[7])
return 1
