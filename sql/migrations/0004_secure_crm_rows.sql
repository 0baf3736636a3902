-- why: An organization sees and changes its own rows only, whatever a query forgets.
-- depends: 0003_create_crm_functions

create or replace function public.get_current_organization_id()
returns uuid
language sql
stable
parallel safe
called on null input
security invoker
return nullif(current_setting('app.organization_id', true), '')::uuid;

comment on function public.get_current_organization_id() is
    'The organization in the setting app.organization_id; null, which sees nothing, when unset.';

-- Enabled, not forced: the owner of the tables maintains them across organizations. The sub-select
-- makes the setting an init plan, read once a statement and not once a row.
alter table public.organizations enable row level security;
alter table public.profiles enable row level security;
alter table public.students enable row level security;
alter table public.teachers enable row level security;
alter table public.user_rankings enable row level security;
alter table public.points_transactions enable row level security;
alter table public.achievements enable row level security;
alter table public.student_achievements enable row level security;
alter table public.user_goals enable row level security;

create policy organizations_own_policy
    on public.organizations
    for all
    to public
    using (id = (select public.get_current_organization_id()))
    with check (id = (select public.get_current_organization_id()));
comment on policy organizations_own_policy on public.organizations is
    'Only the current organization itself.';

create policy profiles_organization_policy
    on public.profiles
    for all
    to public
    using (organization_id = (select public.get_current_organization_id()))
    with check (organization_id = (select public.get_current_organization_id()));
comment on policy profiles_organization_policy on public.profiles is
    'Only the current organization''s rows are seen and changed.';

create policy students_organization_policy
    on public.students
    for all
    to public
    using (organization_id = (select public.get_current_organization_id()))
    with check (organization_id = (select public.get_current_organization_id()));
comment on policy students_organization_policy on public.students is
    'Only the current organization''s rows are seen and changed.';

create policy teachers_organization_policy
    on public.teachers
    for all
    to public
    using (organization_id = (select public.get_current_organization_id()))
    with check (organization_id = (select public.get_current_organization_id()));
comment on policy teachers_organization_policy on public.teachers is
    'Only the current organization''s rows are seen and changed.';

create policy user_rankings_organization_policy
    on public.user_rankings
    for all
    to public
    using (organization_id = (select public.get_current_organization_id()))
    with check (organization_id = (select public.get_current_organization_id()));
comment on policy user_rankings_organization_policy on public.user_rankings is
    'Only the current organization''s rows are seen and changed.';

-- No policy for update or delete: the ledger is append-only for its users.
create policy points_transactions_select_policy
    on public.points_transactions
    for select
    to public
    using (organization_id = (select public.get_current_organization_id()));
create policy points_transactions_insert_policy
    on public.points_transactions
    for insert
    to public
    with check (organization_id = (select public.get_current_organization_id()));
comment on policy points_transactions_select_policy on public.points_transactions is
    'Only the current organization''s transactions are seen.';
comment on policy points_transactions_insert_policy on public.points_transactions is
    'Transactions are written for the current organization only.';

-- The shared rows are seen by all and changed by none of them.
create policy achievements_organization_policy
    on public.achievements
    for all
    to public
    using (organization_id = (select public.get_current_organization_id()))
    with check (organization_id = (select public.get_current_organization_id()));
create policy achievements_shared_policy
    on public.achievements
    for select
    to public
    using (organization_id is null);
comment on policy achievements_organization_policy on public.achievements is
    'Only the current organization''s own achievements are changed.';
comment on policy achievements_shared_policy on public.achievements is
    'The achievements that all organizations share are seen by each.';

create policy student_achievements_organization_policy
    on public.student_achievements
    for all
    to public
    using (organization_id = (select public.get_current_organization_id()))
    with check (organization_id = (select public.get_current_organization_id()));
comment on policy student_achievements_organization_policy on public.student_achievements is
    'Only the current organization''s rows are seen and changed.';

create policy user_goals_organization_policy
    on public.user_goals
    for all
    to public
    using (organization_id = (select public.get_current_organization_id()))
    with check (organization_id = (select public.get_current_organization_id()));
comment on policy user_goals_organization_policy on public.user_goals is
    'Only the current organization''s rows are seen and changed.';
