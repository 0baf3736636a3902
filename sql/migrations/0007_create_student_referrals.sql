-- why: A referral is followed from the first name and number to the enrollment and its award.
-- depends: 0006_create_referral_campaigns

create table public.student_referrals (
    id uuid not null default gen_random_uuid(),
    organization_id uuid not null,
    referrer_id uuid not null,
    referrer_type text not null,
    campaign_id uuid,
    referred_student_name text not null,
    referred_student_phone text not null,
    status text not null default 'pending',
    enrolled_student_id uuid,
    enrollment_date date,
    points_awarded integer not null default 0,
    points_transaction_id uuid,
    contact_notes text,
    created_by uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    constraint student_referrals_pkey primary key (id),
    constraint student_referrals_organization_id_fkey
        foreign key (organization_id) references public.organizations (id),
    constraint student_referrals_referrer_id_fkey
        foreign key (referrer_id, organization_id)
        references public.user_rankings (user_id, organization_id),
    constraint student_referrals_campaign_id_fkey
        foreign key (campaign_id, organization_id)
        references public.referral_campaigns (id, organization_id),
    constraint student_referrals_enrolled_student_id_fkey
        foreign key (enrolled_student_id, organization_id)
        references public.students (id, organization_id),
    constraint student_referrals_points_transaction_id_fkey
        foreign key (points_transaction_id) references public.points_transactions (id),
    constraint student_referrals_created_by_fkey
        foreign key (created_by) references public.profiles (id),
    constraint student_referrals_referrer_type_is_known_check
        check (referrer_type in ('student', 'teacher')),
    constraint student_referrals_name_is_1_to_200_characters_check
        check (referred_student_name ~ '\S' and char_length(referred_student_name) <= 200),
    constraint student_referrals_phone_is_international_check
        check (
            referred_student_phone ~ '^\+[0-9]+$'
            and char_length(referred_student_phone) between 8 and 16
        ),
    constraint student_referrals_status_is_known_check
        check (status in ('pending', 'contacted', 'enrolled', 'declined')),
    constraint student_referrals_only_enrolled_has_enrollment_date_check
        check ((status = 'enrolled') = (enrollment_date is not null)),
    constraint student_referrals_only_enrolled_has_a_student_check
        check (status = 'enrolled' or enrolled_student_id is null),
    constraint student_referrals_only_enrolled_is_awarded_check
        check (status = 'enrolled' or points_transaction_id is null),
    constraint student_referrals_points_come_with_their_transaction_check
        check (points_awarded >= 0 and (points_awarded > 0) = (points_transaction_id is not null)),
    constraint student_referrals_notes_are_at_most_4000_characters_check
        check (char_length(contact_notes) <= 4000)
);

create index idx_student_referrals_performance
    on public.student_referrals (referrer_id, status, created_at desc)
    include (points_awarded, enrolled_student_id);
create index idx_student_referrals_pending_admin
    on public.student_referrals (organization_id, status, created_at desc)
    where status in ('pending', 'contacted');
create index idx_student_referrals_conversion
    on public.student_referrals (organization_id, enrollment_date desc)
    include (referrer_id, points_awarded)
    where status = 'enrolled';
create index student_referrals_organization_id_created_at_idx
    on public.student_referrals (organization_id, created_at desc);
create index student_referrals_campaign_id_where_campaign_idx
    on public.student_referrals (campaign_id)
    where campaign_id is not null;
create index student_referrals_enrolled_student_id_where_enrolled_idx
    on public.student_referrals (enrolled_student_id)
    where enrolled_student_id is not null;
create unique index student_referrals_points_transaction_id_where_awarded_idx
    on public.student_referrals (points_transaction_id)
    where points_transaction_id is not null;
create index student_referrals_created_by_where_created_by_idx
    on public.student_referrals (created_by)
    where created_by is not null;

comment on table public.student_referrals is
    'A person whom a student or a teacher recommended to the school, and what became of it.';
comment on column public.student_referrals.referrer_id is
    'The user_id of the ranking whose user made the referral.';
comment on column public.student_referrals.referrer_type is
    'student or teacher; a copy of the ranking''s user_type, for reading without a join.';
comment on column public.student_referrals.campaign_id is
    'The campaign that the referral counts for; null outside campaigns.';
comment on column public.student_referrals.referred_student_name is
    'Full name of the recommended person, as the referrer gave it.';
comment on column public.student_referrals.referred_student_phone is
    'International form: a plus sign and 7 to 15 digits.';
comment on column public.student_referrals.status is
    'pending, then contacted, then enrolled or declined; the last two are final.';
comment on column public.student_referrals.enrolled_student_id is
    'The student that the recommended person became; null before, or when nobody linked them.';
comment on column public.student_referrals.enrollment_date is
    'Day of the enrollment, in the organization''s time zone; set exactly when status is enrolled.';
comment on column public.student_referrals.points_awarded is
    'Points that the referrer got; 0 until the award.';
comment on column public.student_referrals.points_transaction_id is
    'The ledger row of the award; null until the award.';
comment on column public.student_referrals.contact_notes is
    'What was said when the person was contacted; at most 4000 characters.';
comment on column public.student_referrals.created_by is
    'The profile that entered the referral; null when the referrer did.';
comment on column public.student_referrals.updated_at is
    'When the row last changed; set by the statement that changes it.';
comment on column public.student_referrals.deleted_at is
    'When the referral was soft-deleted; null while it is live.';
comment on constraint student_referrals_referrer_id_fkey on public.student_referrals is
    'By the pair, so that a referral cannot cross organizations.';
comment on index public.idx_student_referrals_performance is
    'A referrer''s referrals of a status, newest first, with what they brought.';
comment on index public.idx_student_referrals_pending_admin is
    'The referrals that an administrator still has to work on, newest first.';
comment on index public.idx_student_referrals_conversion is
    'An organization''s enrollments over time, with whom they are owed to.';
comment on index public.student_referrals_points_transaction_id_where_awarded_idx is
    'One ledger row pays for one referral.';
