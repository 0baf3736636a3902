-- loses: nothing

-- Not valid at first, so that the rows are read without holding up writers of organizations.
alter table public.student_achievements
    add constraint student_achievements_organization_id_fkey
        foreign key (organization_id) references public.organizations (id) not valid;
alter table public.points_transactions
    add constraint points_transactions_organization_id_fkey
        foreign key (organization_id) references public.organizations (id) not valid;
alter table public.student_achievements
    validate constraint student_achievements_organization_id_fkey;
alter table public.points_transactions
    validate constraint points_transactions_organization_id_fkey;
