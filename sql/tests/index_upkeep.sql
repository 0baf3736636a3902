create table public.upkept (
    id integer not null,
    word text
);
insert into public.upkept (id, word)
select
    number.number,
    'word'
from generate_series(1, 20000) as number (number);
create index upkept_id_idx on public.upkept (id);
analyze public.upkept;

-- test: An index whose entries fill it is not bloated.
select
    not exists (
        select from public.find_bloated_referral_indexes(50, 65536)
        where index_name = 'upkept_id_idx'
    );

-- test: One whose rows are mostly gone is, and how much of it is told.
delete from public.upkept
where id % 10 > 0;
analyze public.upkept;
select
    bloated.wasted_percent between 85 and 95
    and bloated.bytes = pg_relation_size('public.upkept_id_idx')
from public.find_bloated_referral_indexes(50, 65536) as bloated
where bloated.index_name = 'upkept_id_idx';

-- test: A small one is never told: it is not worth a rebuild.
delete from public.upkept
where id % 10 > 0;
analyze public.upkept;
select count(*) = 0
from public.find_bloated_referral_indexes();

-- test: The chosen one is what the job rebuilds, concurrently, and the job stays one.
delete from public.upkept
where id % 10 > 0;
analyze public.upkept;
select public.choose_referral_index(50, 65536) = 'upkept_id_idx';
select
    job.command = 'reindex index concurrently public.upkept_id_idx'
    and job.schedule = '1-59/5 4-5 * * 0'
from cron.job as job
where job.jobname = 'rebuild_referral_index';
select count(*) = 11
from cron.job;

-- test: Where none is bloated any more, the job is again what its file says.
delete from public.upkept
where id % 10 > 0;
analyze public.upkept;
select public.choose_referral_index(50, 65536) is not null;
select public.choose_referral_index() is null;
select job.command = $$select 'no index is bloated'$$
from cron.job as job
where job.jobname = 'rebuild_referral_index';

-- test: What a rebuild has left is dropped, and nothing else: not a whole index of such a name.
create index upkept_id_idx_ccnew on public.upkept (id);
create index upkept_word_idx_ccold1 on public.upkept (word);
create index upkept_word_ccnew on public.upkept (word);
update pg_index
set indisvalid = false
where
    indexrelid in (
        'public.upkept_id_idx_ccnew'::regclass,
        'public.upkept_word_idx_ccold1'::regclass
    );
select public.drop_broken_referral_indexes() = 2;
select
    to_regclass('public.upkept_id_idx_ccnew') is null
    and to_regclass('public.upkept_word_ccnew') is not null
    and to_regclass('public.upkept_id_idx') is not null;

-- test: An invalid index that somebody makes by hand is left to that person.
create index upkept_word_idx on public.upkept (word);
update pg_index
set indisvalid = false
where indexrelid = 'public.upkept_word_idx'::regclass;
select public.drop_broken_referral_indexes() = 0;
