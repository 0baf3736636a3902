-- Gives the right to make an entry back. KEYS: lock. ARGV: the caller's word.
if redis.call('get', KEYS[1]) == ARGV[1] then
    return redis.call('del', KEYS[1])
end
return 0
