-- why: Students and teachers earn points, achievements and goals, each inside one organization.
-- depends: 0001_create_crm

create table public.user_rankings (
    user_id uuid not null,
    organization_id uuid not null,
    user_type text not null,
    -- user_id is a student's or a teacher's id. Each half is derived from it, so that a real
    -- foreign key, and not a convention, guards both.
    student_id uuid generated always as (case user_type when 'student' then user_id end) stored,
    teacher_id uuid generated always as (case user_type when 'teacher' then user_id end) stored,
    total_points integer not null default 0,
    available_coins integer not null default 0,
    spent_coins integer not null default 0,
    current_level integer not null default 1,
    current_rank integer,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint user_rankings_pkey primary key (user_id, organization_id),
    constraint user_rankings_organization_id_fkey
        foreign key (organization_id) references public.organizations (id),
    constraint user_rankings_student_id_fkey
        foreign key (student_id, organization_id) references public.students (id, organization_id),
    constraint user_rankings_teacher_id_fkey
        foreign key (teacher_id, organization_id) references public.teachers (id, organization_id),
    constraint user_rankings_user_type_is_known_check
        check (user_type in ('student', 'teacher')),
    constraint user_rankings_points_and_coins_are_not_negative_check
        check (total_points >= 0 and available_coins >= 0 and spent_coins >= 0),
    constraint user_rankings_level_and_rank_start_at_one_check
        check (current_level >= 1 and current_rank >= 1)
);

-- One index for two: it serves the foreign key to organizations and lists an organization's
-- students from the first rank down without a sort.
create index user_rankings_organization_id_total_points_student_id_idx
    on public.user_rankings (organization_id, total_points desc, student_id);
create index user_rankings_student_id_where_student_idx
    on public.user_rankings (student_id)
    where student_id is not null;
create index user_rankings_teacher_id_where_teacher_idx
    on public.user_rankings (teacher_id)
    where teacher_id is not null;

comment on table public.user_rankings is
    'Points, coins, level and rank of one user in one organization.';
comment on column public.user_rankings.user_id is
    'The id of a row in students or in teachers, as user_type says.';
comment on column public.user_rankings.user_type is
    'student or teacher.';
comment on column public.user_rankings.student_id is
    'The user_id of a student, else null; exists for the foreign key to students.';
comment on column public.user_rankings.teacher_id is
    'The user_id of a teacher, else null; exists for the foreign key to teachers.';
comment on column public.user_rankings.total_points is
    'All points ever earned; redeeming coins does not lower it.';
comment on column public.user_rankings.current_level is
    'Level reached with the points, from 1.';
comment on column public.user_rankings.current_rank is
    'Rank in the organization when ranks were last computed, 1 is the best; null before that.';
comment on column public.user_rankings.updated_at is
    'When the row last changed; set by the statement that changes it.';
comment on constraint user_rankings_pkey on public.user_rankings is
    'Other tables reference the user together with the organization, never across it.';

create table public.points_transactions (
    id uuid not null default gen_random_uuid(),
    organization_id uuid not null,
    user_id uuid not null,
    transaction_type text not null,
    points_amount integer not null,
    coins_earned integer not null default 0,
    category text not null,
    subcategory text,
    reference_type text,
    reference_id uuid,
    awarded_by uuid,
    created_at timestamptz not null default now(),
    constraint points_transactions_pkey primary key (id),
    constraint points_transactions_organization_id_fkey
        foreign key (organization_id) references public.organizations (id),
    constraint points_transactions_user_id_fkey
        foreign key (user_id, organization_id)
        references public.user_rankings (user_id, organization_id),
    constraint points_transactions_awarded_by_fkey
        foreign key (awarded_by) references public.profiles (id),
    constraint points_transactions_type_is_known_check
        check (transaction_type in ('earned', 'redeemed', 'bonus', 'adjustment')),
    constraint points_transactions_amounts_have_the_sign_of_their_type_check
        check (
            case transaction_type
                when 'redeemed' then points_amount <= 0 and coins_earned <= 0
                when 'adjustment' then true
                else points_amount >= 0 and coins_earned >= 0
            end
        ),
    constraint points_transactions_category_is_a_snake_case_word_check
        check (category ~ '^[a-z][a-z0-9_]*$' and char_length(category) <= 50),
    constraint points_transactions_subcategory_is_a_snake_case_word_check
        check (subcategory ~ '^[a-z][a-z0-9_]*$' and char_length(subcategory) <= 50),
    constraint points_transactions_reference_is_whole_or_absent_check
        check ((reference_type is null) = (reference_id is null))
);

create index points_transactions_user_id_organization_id_created_at_idx
    on public.points_transactions (user_id, organization_id, created_at desc);
create index points_transactions_organization_id_created_at_idx
    on public.points_transactions (organization_id, created_at desc)
    include (points_amount);
create index points_transactions_awarded_by_where_awarded_idx
    on public.points_transactions (awarded_by)
    where awarded_by is not null;

comment on table public.points_transactions is
    'Ledger of points and coins; append-only: a mistake is corrected by an adjustment.';
comment on column public.points_transactions.transaction_type is
    'earned, bonus (both from 0 up), redeemed (0 and below) or adjustment (any sign).';
comment on column public.points_transactions.points_amount is
    'Points added to the user''s total; negative when they are taken.';
comment on column public.points_transactions.coins_earned is
    'Coins that came with the points; negative when they are spent.';
comment on column public.points_transactions.category is
    'What the points are for, such as homework, attendance or referral.';
comment on column public.points_transactions.subcategory is
    'Finer reason inside the category.';
comment on column public.points_transactions.reference_type is
    'Kind of row that caused the transaction, such as student_referral; null when none did.';
comment on column public.points_transactions.reference_id is
    'Id of the row that caused the transaction; its kind is in reference_type.';
comment on column public.points_transactions.awarded_by is
    'The profile that gave the points; null when a rule did.';

create table public.achievements (
    id uuid not null default gen_random_uuid(),
    organization_id uuid,
    code text not null,
    name text not null,
    description text not null,
    category text not null,
    target_user_type text not null,
    badge_color text not null,
    points_reward integer not null default 0,
    coins_reward integer not null default 0,
    requirements jsonb not null,
    is_recurring boolean not null default false,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint achievements_pkey primary key (id),
    -- Shared rows have no organization and must still be unique among themselves.
    constraint achievements_organization_id_code_key
        unique nulls not distinct (organization_id, code),
    constraint achievements_organization_id_fkey
        foreign key (organization_id) references public.organizations (id),
    constraint achievements_code_is_a_snake_case_word_check
        check (code ~ '^[a-z][a-z0-9_]*$' and char_length(code) <= 50),
    constraint achievements_name_is_1_to_100_characters_check
        check (name ~ '\S' and char_length(name) <= 100),
    constraint achievements_category_is_a_snake_case_word_check
        check (category ~ '^[a-z][a-z0-9_]*$' and char_length(category) <= 50),
    constraint achievements_target_user_type_is_known_check
        check (target_user_type in ('student', 'teacher', 'both')),
    constraint achievements_badge_color_is_known_check
        check (badge_color in ('bronze', 'silver', 'gold')),
    constraint achievements_rewards_are_not_negative_check
        check (points_reward >= 0 and coins_reward >= 0),
    constraint achievements_requirements_are_metrics_with_numbers_check
        check (
            jsonb_typeof(requirements) = 'object'
            and requirements <> '{}'
            and not jsonb_path_exists(requirements, '$.* ? (@.type() != "number" || @ <= 0)')
        )
);

comment on table public.achievements is
    'Catalogue of what can be earned: an organization''s own, and those that all of them share.';
comment on column public.achievements.organization_id is
    'The organization that made the achievement; null for one that every organization has.';
comment on column public.achievements.code is
    'Name for programs, unique in the organization and among the shared ones.';
comment on column public.achievements.target_user_type is
    'Who can earn it: student, teacher or both.';
comment on column public.achievements.badge_color is
    'bronze, silver or gold.';
comment on column public.achievements.requirements is
    'Object of metrics with the number that each must reach, all of them to earn the achievement.'
    ' A metric is a column of user_rankings, or known to the code that awards the category.';
comment on column public.achievements.is_recurring is
    'Whether it can be earned once a month again; otherwise it is earned once.';
comment on column public.achievements.updated_at is
    'When the row last changed; set by the statement that changes it.';

create table public.student_achievements (
    user_id uuid not null,
    organization_id uuid not null,
    achievement_id uuid not null,
    period text not null default 'once',
    points_awarded integer not null default 0,
    coins_awarded integer not null default 0,
    earned_at timestamptz not null default now(),
    constraint student_achievements_pkey
        primary key (user_id, organization_id, achievement_id, period),
    constraint student_achievements_organization_id_fkey
        foreign key (organization_id) references public.organizations (id),
    constraint student_achievements_user_id_fkey
        foreign key (user_id, organization_id)
        references public.user_rankings (user_id, organization_id),
    constraint student_achievements_achievement_id_fkey
        foreign key (achievement_id) references public.achievements (id),
    constraint student_achievements_period_is_once_or_a_month_check
        check (period ~ '^(once|[0-9]{4}-(0[1-9]|1[0-2]))$'),
    constraint student_achievements_awards_are_not_negative_check
        check (points_awarded >= 0 and coins_awarded >= 0)
);

create index student_achievements_organization_id_earned_at_idx
    on public.student_achievements (organization_id, earned_at desc);
create index student_achievements_achievement_id_idx
    on public.student_achievements (achievement_id);

comment on table public.student_achievements is
    'Who earned which achievement; the name is the CRM''s, teachers are in it too.';
comment on column public.student_achievements.period is
    'once, or the month (YYYY-MM) that a recurring achievement was earned for.';
comment on column public.student_achievements.points_awarded is
    'Points given at that time; the catalogue may have changed since.';
comment on column public.student_achievements.coins_awarded is
    'Coins given at that time; the catalogue may have changed since.';

create table public.user_goals (
    id uuid not null default gen_random_uuid(),
    organization_id uuid not null,
    user_id uuid not null,
    title text not null,
    target_value integer not null,
    current_value integer not null default 0,
    status text not null default 'active',
    due_date date,
    completed_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint user_goals_pkey primary key (id),
    constraint user_goals_organization_id_fkey
        foreign key (organization_id) references public.organizations (id),
    constraint user_goals_user_id_fkey
        foreign key (user_id, organization_id)
        references public.user_rankings (user_id, organization_id),
    constraint user_goals_title_is_1_to_200_characters_check
        check (title ~ '\S' and char_length(title) <= 200),
    constraint user_goals_target_is_positive_check
        check (target_value > 0),
    constraint user_goals_current_value_is_not_negative_check
        check (current_value >= 0),
    constraint user_goals_status_is_known_check
        check (status in ('active', 'completed', 'abandoned')),
    constraint user_goals_only_a_completed_goal_has_completed_at_check
        check ((status = 'completed') = (completed_at is not null))
);

create index user_goals_user_id_organization_id_idx
    on public.user_goals (user_id, organization_id);
create index user_goals_organization_id_status_due_date_idx
    on public.user_goals (organization_id, status, due_date);

comment on table public.user_goals is
    'A number that a user wants to reach, and how far they are.';
comment on column public.user_goals.target_value is
    'Value to reach, in the unit that the title names.';
comment on column public.user_goals.current_value is
    'Value reached so far, in the same unit; may exceed the target.';
comment on column public.user_goals.status is
    'active, completed or abandoned.';
comment on column public.user_goals.due_date is
    'Last day to reach it, in the organization''s time zone; null when there is none.';
comment on column public.user_goals.updated_at is
    'When the row last changed; set by the statement that changes it.';
