-- Whether an index that is to be dropped is still there.
select to_regclass(%(index)s) is not null as is_there
