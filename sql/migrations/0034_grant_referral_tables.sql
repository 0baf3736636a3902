-- why: Each role reads and writes the columns that its work needs, and nobody signs for others.
-- depends: 0033_secure_referral_functions

-- What is not granted here: to write a key, an organization or a time of creation once it is
-- there; to change or delete a row of the ledger; to delete what has a deleted_at, but for an
-- administrator's referral. Triggers run with the rights of whoever changes a referral, so that the
-- policies hold inside them too: what they write, these roles may write.

grant select on
    public.organizations,
    public.profiles,
    public.students,
    public.teachers,
    public.user_rankings,
    public.points_transactions,
    public.achievements,
    public.student_achievements,
    public.user_goals,
    public.referral_campaigns,
    public.referral_campaign_participants,
    public.student_referrals,
    public.referral_leaderboard_cache
    to referral_app, referral_readonly, referral_admin;

-- Not changes_seen, which counts the rows of all organizations.
grant select (view_name, refreshed_at, duration_ms)
    on public.referral_view_refreshes
    to referral_app, referral_readonly, referral_admin;

-- The CRM.
grant update (name, timezone, settings, updated_at)
    on public.organizations
    to referral_admin;
grant update (full_name, email, updated_at)
    on public.profiles
    to referral_app, referral_admin;
grant insert (id, organization_id, full_name, email, role), update (role, deleted_at)
    on public.profiles
    to referral_admin;
grant
    insert (id, organization_id, code, full_name, phone, status, birth_date, enrollment_date),
    update (code, full_name, phone, status, birth_date, enrollment_date, updated_at, deleted_at)
    on public.students
    to referral_app, referral_admin;
grant
    insert (id, organization_id, code, full_name, phone, status, hire_date),
    update (code, full_name, phone, status, hire_date, updated_at, deleted_at)
    on public.teachers
    to referral_app, referral_admin;
grant
    insert (user_id, organization_id, user_type),
    update (
        total_points,
        available_coins,
        spent_coins,
        current_level,
        current_rank,
        total_referrals,
        successful_referrals,
        referral_points_earned,
        referral_conversion_rate,
        updated_at
    )
    on public.user_rankings
    to referral_app, referral_admin;
grant
    insert (
        id,
        organization_id,
        user_id,
        transaction_type,
        points_amount,
        coins_earned,
        category,
        subcategory,
        reference_type,
        reference_id,
        awarded_by
    )
    on public.points_transactions
    to referral_app, referral_admin;
grant
    insert (user_id, organization_id, achievement_id, period, points_awarded, coins_awarded)
    on public.student_achievements
    to referral_app, referral_admin;
grant
    insert (id, organization_id, user_id, title, target_value, current_value, due_date),
    update (title, target_value, current_value, status, due_date, completed_at, updated_at)
    on public.user_goals
    to referral_app, referral_admin;
grant
    insert (
        id,
        organization_id,
        code,
        name,
        description,
        category,
        target_user_type,
        badge_color,
        points_reward,
        coins_reward,
        requirements,
        is_recurring,
        is_active
    ),
    update (
        code,
        name,
        description,
        category,
        target_user_type,
        badge_color,
        points_reward,
        coins_reward,
        requirements,
        is_recurring,
        is_active,
        updated_at
    )
    on public.achievements
    to referral_admin;

-- The referrals. created_at decides for which campaign a referral counts, so nobody writes it.
grant
    insert (
        id,
        organization_id,
        referrer_id,
        referrer_type,
        campaign_id,
        referred_student_name,
        referred_student_phone,
        status,
        enrolled_student_id,
        enrollment_date,
        contact_notes,
        created_by
    ),
    update (
        campaign_id,
        referred_student_name,
        referred_student_phone,
        status,
        enrolled_student_id,
        enrollment_date,
        points_awarded,
        points_transaction_id,
        contact_notes,
        updated_at,
        deleted_at
    )
    on public.student_referrals
    to referral_app, referral_admin;
grant delete on public.student_referrals to referral_admin;

-- An award locks its campaign, and only who may update a column of a row may lock the row.
grant update (updated_at) on public.referral_campaigns to referral_app;
grant
    insert (
        id,
        organization_id,
        name,
        code,
        starts_at,
        ends_at,
        base_points,
        multiplier,
        max_referrals,
        is_active,
        created_by
    ),
    update (
        name,
        code,
        starts_at,
        ends_at,
        base_points,
        multiplier,
        max_referrals,
        is_active,
        updated_at
    )
    on public.referral_campaigns
    to referral_admin;
grant insert (campaign_id, organization_id, user_id)
    on public.referral_campaign_participants
    to referral_app, referral_admin;
grant delete on public.referral_campaign_participants to referral_admin;

grant
    insert,
    delete,
    update (cache_data, expires_at, created_at)
    on public.referral_leaderboard_cache
    to referral_app, referral_admin;
grant insert (organization_id, topic, payload, available_at)
    on public.referral_outbox
    to referral_app, referral_admin;
grant select on public.referral_outbox to referral_admin;
grant insert (query_type, execution_time_ms, rows_affected)
    on public.referral_performance_metrics
    to referral_app, referral_admin;

-- Profiles are referenced by their id alone, because a superadmin works in every organization. So
-- who signs is whom the application has let in, and not whoever's id is known.
create policy points_transactions_awarded_by_policy
    on public.points_transactions
    as restrictive
    for insert
    to public
    with check (awarded_by is null or awarded_by = (select public.get_current_user_id()));
comment on policy points_transactions_awarded_by_policy on public.points_transactions is
    'Points are given by the current user or by a rule.';

create policy student_referrals_created_by_policy
    on public.student_referrals
    as restrictive
    for insert
    to public
    with check (created_by is null or created_by = (select public.get_current_user_id()));
comment on policy student_referrals_created_by_policy on public.student_referrals is
    'A referral is entered by the current user or by its referrer.';

create policy referral_campaigns_created_by_policy
    on public.referral_campaigns
    as restrictive
    for insert
    to public
    with check (created_by is null or created_by = (select public.get_current_user_id()));
comment on policy referral_campaigns_created_by_policy on public.referral_campaigns is
    'A campaign is set up by the current user, or by nobody in particular.';

-- A superadmin works across organizations, so no organization makes, changes or unmakes one.
create policy profiles_new_superadmin_policy
    on public.profiles
    as restrictive
    for insert
    to public
    with check (role <> 'superadmin');
create policy profiles_superadmin_policy
    on public.profiles
    as restrictive
    for update
    to public
    using (role <> 'superadmin')
    with check (role <> 'superadmin');
comment on policy profiles_new_superadmin_policy on public.profiles is
    'No organization makes a superadmin.';
comment on policy profiles_superadmin_policy on public.profiles is
    'No organization changes a superadmin, or makes somebody one.';
