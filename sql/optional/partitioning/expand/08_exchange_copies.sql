-- why: The partitioned tables take the place of the plain ones in one moment.
-- lock_timeout: 100ms

select public.exchange_table_copies();

-- Once more as it was written: what the server writes out of its condition is the same in other
-- words.
create or replace trigger reject_illegal_referral_moves
before update of status on public.student_referrals
for each row
when (
    old.status is distinct from new.status
    and (
        old.deleted_at is not null
        or (
            (old.status, new.status) in (
                ('pending', 'contacted'),
                ('contacted', 'enrolled'),
                ('contacted', 'declined')
            )
        ) is not true
    )
)
execute function public.reject_referral_change('RD003');

comment on trigger reject_illegal_referral_moves on public.student_referrals is
    'Raises RD003 for a status that may not follow on the old one, or moves on a deleted referral.';
