-- Two students share the first rank, and those whom the list must leave out (inactive, deleted, of
-- the other school, a teacher) have the most points. Ids end in the code; students begin with 1.
insert into public.organizations (id, name, slug)
values
    ('00000000-0000-4000-8000-00000000000a', 'First', 'first'),
    ('00000000-0000-4000-8000-00000000000b', 'Second', 'second');

insert into public.students (
    id,
    organization_id,
    code,
    full_name,
    status,
    deleted_at
)
select
    ('10000000-0000-4000-8000-00000000000' || student.code)::uuid,
    ('00000000-0000-4000-8000-00000000000' || student.organization)::uuid,
    student.code,
    student.full_name,
    student.status,
    student.deleted_at
from (
    values
        ('1', 'a', 'Anvar', 'active', null),
        ('2', 'a', 'Barno', 'active', null),
        ('3', 'a', 'Charos', 'active', null),
        ('4', 'a', 'Dilnoza', 'inactive', null),
        ('5', 'a', 'Eldor', 'active', now()),
        ('6', 'b', 'Farrukh', 'active', null)
) as student (code, organization, full_name, status, deleted_at);

insert into public.teachers (
    id,
    organization_id,
    code,
    full_name
)
select
    ('20000000-0000-4000-8000-00000000000' || teacher.code)::uuid,
    ('00000000-0000-4000-8000-00000000000' || teacher.organization)::uuid,
    teacher.code,
    teacher.full_name
from (
    values
        ('1', 'a', 'Gulnora')
) as teacher (code, organization, full_name);

insert into public.user_rankings (
    user_id,
    organization_id,
    user_type,
    total_points,
    available_coins,
    current_level
)
select
    (ranking.kind || '0000000-0000-4000-8000-00000000000' || ranking.code)::uuid,
    ('00000000-0000-4000-8000-00000000000' || ranking.organization)::uuid,
    case ranking.kind when '1' then 'student' else 'teacher' end,
    ranking.total_points,
    ranking.available_coins,
    ranking.current_level
from (
    values
        ('1', '3', 'a', 100, 7, 1),
        ('1', '2', 'a', 600, 30, 2),
        ('1', '1', 'a', 600, 10, 2),
        ('1', '4', 'a', 700, 0, 2),
        ('1', '5', 'a', 800, 0, 2),
        ('1', '6', 'b', 900, 0, 2),
        ('2', '1', 'a', 950, 0, 2)
) as ranking (kind, code, organization, total_points, available_coins, current_level);

-- test: Active students are listed by points, and equal points share a rank.
select
    array_agg(ranking.full_name order by ranking.position) = '{Anvar,Barno,Charos}' as names,
    array_agg(ranking.rank order by ranking.position) = '{1,1,3}' as ranks,
    array_agg(ranking.total_points order by ranking.position) = '{600,600,100}' as points,
    array_agg(ranking.available_coins order by ranking.position) = '{10,30,7}' as coins,
    array_agg(ranking.current_level order by ranking.position) = '{2,2,1}' as levels
from public.get_student_rankings('00000000-0000-4000-8000-00000000000a')
    with ordinality as ranking (
        rank, student_id, full_name, total_points, available_coins, current_level, position
    );

-- test: A limit ends the list, and null lists everybody.
select count(*) = 2 from public.get_student_rankings('00000000-0000-4000-8000-00000000000a', 2);
select count(*) = 3 from public.get_student_rankings('00000000-0000-4000-8000-00000000000a', null);
select count(*) = 0 from public.get_student_rankings('00000000-0000-4000-8000-00000000000a', 0);

-- test: An organization's list holds nobody of another, and an unknown organization's nobody.
select array_agg(ranking.full_name) = '{Farrukh}'
from public.get_student_rankings('00000000-0000-4000-8000-00000000000b') as ranking;
select count(*) = 0 from public.get_student_rankings('00000000-0000-4000-8000-00000000000c');

-- test: A negative limit is refused.
-- error: 2201W
select count(*) from public.get_student_rankings('00000000-0000-4000-8000-00000000000a', -1);
