-- says: COPY … TO a file
-- 15: locks t AS; reads t
-- 18: locks t AS; reads t

-- statement:
copy t to '/dev/null';
