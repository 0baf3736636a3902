-- Puts extended statistics in; those of expressions are taken from where columns have theirs.
insert into pg_catalog.pg_statistic_ext_data (
    stxoid, stxdinherit, stxdndistinct, stxddependencies, stxdmcv, stxdexpr
)
values (
    %(number)s,
    %(inherited)s,
    %(distinct_values)s::bytea::pg_ndistinct,
    %(dependencies)s::bytea::pg_dependencies,
    %(most_common)s::bytea::pg_mcv_list,
    (
        select array_agg(statistic order by statistic.staattnum)
        from pg_catalog.pg_statistic as statistic
        where statistic.starelid = %(number)s and statistic.stainherit = %(inherited)s
    )
)
