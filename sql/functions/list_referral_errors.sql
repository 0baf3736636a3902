-- purpose: Lists every error code of this schema with its message and its hint, in one place.

create or replace function public.list_referral_errors()
returns table (
    code text,
    message text,
    hint text
)
language sql
immutable
parallel safe
called on null input
security invoker
begin atomic
    select
        error.code,
        error.message,
        error.hint
    from (
        values
            (
                'RD001',
                'referral not found',
                'Pass the id of a referral of the current organization that is not deleted.'
            ),
            (
                'RD002',
                'campaign not found',
                'Pass the id of a campaign of the referral''s organization, or null for its own.'
            ),
            (
                'RD003',
                'illegal status move',
                'A referral that is not deleted moves from pending to contacted, and from contacted'
                ' to enrolled or declined.'
            ),
            (
                'RD004',
                'a referral keeps its organization and its referrer',
                'Delete the referral and enter it anew for the right referrer.'
            ),
            (
                'RD005',
                'an enrolled referral cannot be deleted',
                'Its award stands in the ledger; correct that with an adjustment.'
            ),
            (
                'RD006',
                'organization not found',
                'Pass the id of the current organization.'
            ),
            (
                'RD007',
                'student not found',
                'Pass the id of a student of the current organization who is not deleted.'
            ),
            (
                'RD008',
                'unknown period',
                'Pass all, month or week.'
            ),
            (
                'RD009',
                'limit out of range',
                'Pass a number from 1 to 100.'
            ),
            (
                'RD010',
                'no referral ids, or too many',
                'Pass an array of at most 10000 ids.'
            ),
            (
                'RD020',
                'malformed setting',
                'Set it to an id such as 3f0d5c8e-6b1a-4c55-9d0e-1f7a2b3c4d5e, for the transaction.'
            ),
            (
                'RD030',
                'unknown dimension',
                'Pass campaign, month, source or student.'
            ),
            (
                'RD031',
                'unknown topic',
                'Enter work through enqueue_referral_work only.'
            )
    ) as error (code, message, hint);
end;

comment on function public.list_referral_errors() is
    'The error codes of class RD; raise_referral_error raises them.';

revoke all on function public.list_referral_errors() from public;
grant execute on function public.list_referral_errors()
    to referral_app, referral_readonly, referral_admin;
