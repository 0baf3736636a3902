-- why: The tenants and their people are what points, goals and referrals hang on.

create table public.organizations (
    id uuid not null default gen_random_uuid(),
    name text not null,
    slug text not null,
    timezone text not null default 'Asia/Tashkent',
    settings jsonb not null default '{}',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    constraint organizations_pkey primary key (id),
    constraint organizations_slug_key unique (slug),
    constraint organizations_name_is_1_to_200_characters_check
        check (name ~ '\S' and char_length(name) <= 200),
    constraint organizations_slug_is_lower_case_words_and_hyphens_check
        check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(slug) <= 63),
    -- The server itself refuses a zone that it does not know, so later conversions cannot fail.
    constraint organizations_timezone_is_known_to_the_server_check
        check (('2000-01-01 00:00:00+00'::timestamptz at time zone timezone) is not null),
    constraint organizations_settings_is_an_object_check
        check (jsonb_typeof(settings) = 'object')
);

comment on table public.organizations is
    'One private school: the tenant that every other row belongs to.';
comment on column public.organizations.slug is
    'Name in addresses; stays taken after a soft delete, so that an old link leads nowhere else.';
comment on column public.organizations.timezone is
    'IANA time zone in which the school counts its days and months.';
comment on column public.organizations.settings is
    'Preferences of the school; an object, unknown keys are kept.';
comment on column public.organizations.updated_at is
    'When the row last changed; set by the statement that changes it.';
comment on column public.organizations.deleted_at is
    'When the school was soft-deleted; null while it is live.';

create table public.profiles (
    id uuid not null default gen_random_uuid(),
    organization_id uuid not null,
    full_name text not null,
    email text not null,
    role text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    constraint profiles_pkey primary key (id),
    constraint profiles_organization_id_fkey
        foreign key (organization_id) references public.organizations (id),
    constraint profiles_full_name_is_1_to_200_characters_check
        check (full_name ~ '\S' and char_length(full_name) <= 200),
    constraint profiles_email_has_a_name_and_a_domain_check
        check (email ~ '^[^@\s]+@[^@\s]+$' and char_length(email) <= 254),
    constraint profiles_role_is_known_check
        check (role in ('superadmin', 'admin', 'viewer', 'teacher'))
);

-- An expression cannot be in a constraint, so the rule is a unique index. It serves the foreign
-- key as well.
create unique index profiles_organization_id_lower_email_idx
    on public.profiles (organization_id, lower(email));

comment on table public.profiles is
    'A person who logs in to one organization.';
comment on column public.profiles.role is
    'superadmin (works across organizations), admin, viewer or teacher.';
comment on column public.profiles.updated_at is
    'When the row last changed; set by the statement that changes it.';
comment on column public.profiles.deleted_at is
    'When the person was soft-deleted; null while they may log in.';
comment on index public.profiles_organization_id_lower_email_idx is
    'An email address is unique in its organization, whatever its case.';

create table public.students (
    id uuid not null default gen_random_uuid(),
    organization_id uuid not null,
    code text not null,
    full_name text not null,
    phone text,
    status text not null default 'active',
    birth_date date,
    enrollment_date date not null default current_date,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    constraint students_pkey primary key (id),
    constraint students_organization_id_code_key unique (organization_id, code),
    constraint students_id_organization_id_key unique (id, organization_id),
    constraint students_organization_id_fkey
        foreign key (organization_id) references public.organizations (id),
    constraint students_code_is_1_to_20_characters_check
        check (code ~ '\S' and char_length(code) <= 20),
    constraint students_full_name_is_1_to_200_characters_check
        check (full_name ~ '\S' and char_length(full_name) <= 200),
    -- The length apart from the form, here and below: a bound in the expression ({7,15}) makes the
    -- check of each new row several times slower.
    constraint students_phone_is_international_check
        check (phone ~ '^\+[0-9]+$' and char_length(phone) between 8 and 16),
    constraint students_status_is_known_check
        check (status in ('active', 'inactive', 'suspended', 'graduated')),
    constraint students_birth_is_before_enrollment_check
        check (birth_date < enrollment_date)
);

create index students_organization_id_status_where_live_idx
    on public.students (organization_id, status)
    where deleted_at is null;

comment on table public.students is
    'A learner of one organization; the id is also the user_id of the student''s ranking.';
comment on column public.students.code is
    'Number on the student card, unique in the organization.';
comment on column public.students.phone is
    'International form: a plus sign and 7 to 15 digits.';
comment on column public.students.status is
    'active, inactive, suspended or graduated.';
comment on column public.students.enrollment_date is
    'First day at the school, in the organization''s time zone.';
comment on column public.students.updated_at is
    'When the row last changed; set by the statement that changes it.';
comment on column public.students.deleted_at is
    'When the student was soft-deleted; null while the row is live.';
comment on constraint students_id_organization_id_key on public.students is
    'Lets other tables reference a student together with the organization, never across it.';

create table public.teachers (
    id uuid not null default gen_random_uuid(),
    organization_id uuid not null,
    code text not null,
    full_name text not null,
    phone text,
    status text not null default 'active',
    hire_date date not null default current_date,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    constraint teachers_pkey primary key (id),
    constraint teachers_organization_id_code_key unique (organization_id, code),
    constraint teachers_id_organization_id_key unique (id, organization_id),
    constraint teachers_organization_id_fkey
        foreign key (organization_id) references public.organizations (id),
    constraint teachers_code_is_1_to_20_characters_check
        check (code ~ '\S' and char_length(code) <= 20),
    constraint teachers_full_name_is_1_to_200_characters_check
        check (full_name ~ '\S' and char_length(full_name) <= 200),
    constraint teachers_phone_is_international_check
        check (phone ~ '^\+[0-9]+$' and char_length(phone) between 8 and 16),
    constraint teachers_status_is_known_check
        check (status in ('active', 'on_leave', 'inactive'))
);

create index teachers_organization_id_status_where_live_idx
    on public.teachers (organization_id, status)
    where deleted_at is null;

comment on table public.teachers is
    'A teacher of one organization; the id is also the user_id of the teacher''s ranking.';
comment on column public.teachers.code is
    'Number on the staff card, unique in the organization.';
comment on column public.teachers.phone is
    'International form: a plus sign and 7 to 15 digits.';
comment on column public.teachers.status is
    'active, on_leave or inactive.';
comment on column public.teachers.hire_date is
    'First day at the school, in the organization''s time zone.';
comment on column public.teachers.updated_at is
    'When the row last changed; set by the statement that changes it.';
comment on column public.teachers.deleted_at is
    'When the teacher was soft-deleted; null while the row is live.';
comment on constraint teachers_id_organization_id_key on public.teachers is
    'Lets other tables reference a teacher together with the organization, never across it.';
