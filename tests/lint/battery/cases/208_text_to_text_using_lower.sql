-- says: text to text USING lower()
-- 15: locks t AE; writes t, t_pkey, v_idx; reads t; waits reads and writes on t
-- 18: locks t AE; writes t, t_pkey, v_idx; reads t; waits reads and writes on t

-- statement:
alter table t alter x type text using lower(x);
