-- says: REINDEX SCHEMA
-- 15: locks f S, f_pkey AE, lone S, m S, m_idx AE, p S, p_pkey AE, part1 S, rest S, t S, t_pkey AE; writes f_pkey, m_idx, p_pkey, t_pkey, v_idx; reads f, m, p, t; waits reads and writes on f, reads and writes on m, reads and writes on p, reads and writes on t, writes on lone, writes on part1, writes on rest
-- 18: locks f S, f_pkey AE, lone S, m S, m_idx AE, p S, p_pkey AE, part1 S, rest S, t S, t_pkey AE; writes f_pkey, m_idx, p_pkey, t_pkey, v_idx; reads f, m, p, t; waits reads and writes on f, reads and writes on m, reads and writes on p, reads and writes on t, writes on lone, writes on part1, writes on rest

-- statement:
-- transactional: false
reindex schema public;
