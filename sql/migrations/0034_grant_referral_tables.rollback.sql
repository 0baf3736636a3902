-- loses: nothing; the roles have no rights on the tables any more

drop policy profiles_superadmin_policy on public.profiles;
drop policy profiles_new_superadmin_policy on public.profiles;
drop policy referral_campaigns_created_by_policy on public.referral_campaigns;
drop policy student_referrals_created_by_policy on public.student_referrals;
drop policy points_transactions_awarded_by_policy on public.points_transactions;

-- Takes the rights on columns back as well.
revoke all on
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
    public.referral_leaderboard_cache,
    public.referral_outbox,
    public.referral_performance_metrics,
    public.referral_view_refreshes
    from referral_app, referral_readonly, referral_admin;
