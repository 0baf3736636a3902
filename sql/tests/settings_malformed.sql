-- test: Without settings there is no organization and no user.
set local app.organization_id = '';
set local app.user_id = '';
select
    public.get_current_organization_id() is null,
    public.get_current_user_id() is null;

-- test: An id in upper or lower case is that id.
set local app.organization_id = '00000000-0000-4000-8000-00000000000A';
set local app.user_id = '00000000-0000-4000-8000-00000000000b';
select
    public.get_current_organization_id() = '00000000-0000-4000-8000-00000000000a'
    and public.get_current_user_id() = '00000000-0000-4000-8000-00000000000b';

-- test: An organization that is no id is an error.
-- error: RD020
set local app.organization_id = 'first';
select public.get_current_organization_id();

-- test: A user that is no id is an error.
-- error: RD020
set local app.user_id = '00000000-0000-4000-8000-00000000000g';
select public.get_current_user_id();

-- test: Two ids are no id.
-- error: RD020
set local app.organization_id
    = '00000000-0000-4000-8000-00000000000a 00000000-0000-4000-8000-00000000000b';
select public.get_current_organization_id();

-- test: The error tells the setting and its value.
set local app.organization_id = 'first';
do $$
declare
    v_detail text;
begin
    perform public.raise_malformed_setting('app.organization_id');
exception
    when sqlstate 'RD020' then
        get stacked diagnostics v_detail = pg_exception_detail;
        perform set_config('test.detail', v_detail, true);
end;
$$;
select current_setting('test.detail') = 'The setting app.organization_id is ''first''.';
