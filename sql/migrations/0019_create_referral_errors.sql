-- why: A caller tells one error from another by its code, and reads what to do in its hint.
-- depends: 0018_validate_referral_rules

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
            )
    ) as error (code, message, hint);
end;

comment on function public.list_referral_errors() is
    'The error codes of class RD; raise_referral_error raises them.';

create or replace function public.raise_referral_error(p_code text, p_detail text)
returns void
language plpgsql
immutable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_message text;
    v_hint text;
begin
    select
        error.message,
        error.hint
    into strict
        v_message,
        v_hint
    from public.list_referral_errors() as error
    where error.code = p_code;

    -- The data goes into the detail, so that a log groups by message.
    raise exception using
        errcode = p_code,
        message = v_message,
        detail = coalesce(p_detail, ''),
        hint = v_hint;
end;
$$;

comment on function public.raise_referral_error(text, text) is
    'Raises the error with that code; p_detail says which row or value it was.';
