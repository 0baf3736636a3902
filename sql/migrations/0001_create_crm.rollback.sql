-- loses: every organization, profile, student and teacher

drop table public.teachers;
drop table public.students;
drop table public.profiles;
drop table public.organizations;
