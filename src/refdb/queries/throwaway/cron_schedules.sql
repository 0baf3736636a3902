-- Makes the stand-in's functions that say whether pg_cron takes a text as a schedule.

-- One number or three-letter name of a field; null when it is neither. Longer numbers than any
-- field has are no numbers.
create function cron.stand_in_number(p_text text, p_names text[], p_low integer)
returns integer
language sql
immutable
parallel safe
called on null input
security invoker
return
    coalesce(
        array_position(p_names, lower(p_text)) - 1 + p_low,
        case when p_text ~ '^[0-9]{1,9}$' then p_text::integer end
    );
comment on function cron.stand_in_number(text, text[], integer) is
    'The value of a number or name in a schedule''s field, null when it is neither.';

-- A field is ranges joined by commas: *, a number or name, or two of them with a hyphen between,
-- and after * or two a step. As in pg_cron, whatever follows a range without a comma is ignored.
create function cron.stand_in_is_field(p_field text, p_low integer, p_high integer, p_names text[])
returns boolean
language plpgsql
immutable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_rest text := p_field;
    v_part text[];
    v_first integer;
    v_last integer;
begin
    loop
        v_part := regexp_match(
            v_rest, '^(?:(\*)|([0-9A-Za-z]+)(?:(-)([0-9A-Za-z]*))?)(?:(/)([0-9A-Za-z]*))?(.*)$'
        );
        if v_part is null then
            return false;
        end if;
        v_first := case when v_part[1] = '*' then p_low
            else cron.stand_in_number(v_part[2], p_names, p_low) end;
        v_last := case when v_part[1] = '*' then p_high
            when v_part[3] = '-' then cron.stand_in_number(v_part[4], p_names, p_low)
            else v_first end;
        if v_first is null or v_last is null
            or v_first not between p_low and p_high
            or v_last not between p_low and p_high then
            return false;
        end if;
        if v_part[5] = '/'
            and (
                (v_part[1] is null and v_part[3] is null)
                or coalesce(cron.stand_in_number(v_part[6], null, 0), 0) = 0
            ) then
            return false;
        end if;
        if v_part[7] not like ',%' then
            return true;
        end if;
        v_rest := substr(v_part[7], 2);
    end loop;
end
$$;
comment on function cron.stand_in_is_field(text, integer, integer, text[]) is
    'Whether a text is a field of a schedule whose values lie between the two bounds.';

create function cron.stand_in_is_schedule(p_schedule text)
returns boolean
language sql
immutable
parallel safe
called on null input
security invoker
begin atomic
    with
    trimmed as (
        select ltrim(p_schedule, E' \t\n') as line
    ),
    fields as (
        select
            trimmed.line,
            regexp_split_to_array(trimmed.line, '[ \t]+') as field
        from trimmed
    )
    select
        case
            when fields.line like '@%' then
                (regexp_match(fields.line, '^@([^ \t\n]*)'))[1] in (
                    'reboot', 'restart', 'yearly', 'annually', 'monthly', 'weekly', 'daily',
                    'midnight', 'hourly'
                )
            else
                coalesce(cardinality(fields.field) >= 5, false)
                and array_to_string(fields.field[1:4], ' ') not like E'%\n%'
                and cron.stand_in_is_field(fields.field[1], 0, 59, null)
                and cron.stand_in_is_field(fields.field[2], 0, 23, null)
                and cron.stand_in_is_field(fields.field[3], 1, 31, null)
                and cron.stand_in_is_field(
                    fields.field[4],
                    1,
                    12,
                    '{jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec}'
                )
                and cron.stand_in_is_field(
                    split_part(fields.field[5], E'\n', 1),
                    0,
                    7,
                    '{sun,mon,tue,wed,thu,fri,sat,sun}'
                )
        end
    from fields;
end;
comment on function cron.stand_in_is_schedule(text) is
    'Whether pg_cron 1.4 takes a text as a schedule.';

-- Later versions take two more kinds: seconds, and $ for the last day of the month.
create function cron.stand_in_check_schedule(p_schedule text)
returns void
language plpgsql
stable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_seconds text := substring(lower(p_schedule) from '^\s*\+?(\d{1,9})\s*seconds?\s*$');
begin
    if cron.stand_in_is_schedule(p_schedule) then
        return;
    end if;
    if v_seconds::integer between 1 and 59
        or cron.stand_in_is_schedule(
            regexp_replace(p_schedule, '^(\s*\S+[ \t]+\S+[ \t]+)\$([ \t])', '\1*\2')
        ) then
        raise warning 'the schedule "%" needs pg_cron 1.5 or later', p_schedule;
        return;
    end if;
    raise exception 'invalid schedule: %', p_schedule using errcode = '22023';
end
$$;
comment on function cron.stand_in_check_schedule(text) is
    'Raises 22023 for a text that no version of pg_cron takes as a schedule.';
