-- loses: nothing; table_copies has no rows when nothing is left to move

create table public.table_copies (
    table_name text not null,
    part_name text not null,
    next_page bigint not null,
    end_page bigint not null,
    constraint table_copies_pkey primary key (table_name, part_name),
    constraint table_copies_next_page_is_before_the_end_check
        check (next_page >= 0 and next_page < end_page)
);

comment on table public.table_copies is
    'Tables, or their partitions, whose rows are not all copied yet.';
comment on column public.table_copies.part_name is
    'The table itself, or its partition.';
comment on column public.table_copies.next_page is
    'First page, from 0, that is not copied yet.';
comment on column public.table_copies.end_page is
    'First page after those that were there when the mirror began, which brings what came later.';

-- Which copy belongs to which table is a matter of names: student_referrals_copy is the copy of
-- student_referrals, whichever of the two is partitioned. An index can have a name that is as long
-- as names may be, so that of its counterpart is made of a hash.
create function public.name_copied_index(p_index text)
returns text
language sql
immutable
parallel safe
strict
security invoker
return 'copy_' || left(md5(p_index), 16);

comment on function public.name_copied_index(text) is
    'Name that an index''s counterpart on the copy has.';

-- A unique constraint of a partitioned table must have the partition key in it.
create function public.list_partitioned_keys()
returns table (
    constraint_name text,
    plain_columns text,
    partitioned_columns text
)
language sql
immutable
parallel safe
called on null input
security invoker
begin atomic
    select
        key.constraint_name,
        key.plain_columns,
        key.partitioned_columns
    from (
        values
        (
            'points_transactions_pkey',
            '(id)',
            '(id, organization_id)'
        ),
        (
            'points_transactions_reference_id_where_student_referral_idx',
            '(reference_id)',
            '(reference_id, organization_id)'
        ),
        (
            'student_referrals_pkey',
            '(id)',
            '(id, organization_id)'
        ),
        (
            'student_referrals_points_transaction_id_where_awarded_idx',
            '(points_transaction_id)',
            '(points_transaction_id, organization_id)'
        ),
        (
            'student_referrals_points_transaction_id_fkey',
            '(points_transaction_id)',
            '(points_transaction_id, organization_id)'
        ),
        (
            'student_referrals_points_transaction_id_fkey',
            '(id)',
            '(id, organization_id)'
        )
    ) as key (constraint_name, plain_columns, partitioned_columns);
end;

comment on function public.list_partitioned_keys() is
    'The unique keys, and the foreign key to one of them, that differ when partitioned.';

-- Writes a definition for the other shape: plain for a partitioned table, and the other way.
create function public.reshape_key(
    p_constraint text,
    p_definition text,
    p_is_partitioned boolean
)
returns text
language plpgsql
immutable
parallel safe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_definition text := p_definition;
    v_key record;
begin
    for v_key in
        select
            key.plain_columns,
            key.partitioned_columns
        from public.list_partitioned_keys() as key
        where key.constraint_name = p_constraint
    loop
        v_definition := case
            when p_is_partitioned
                then replace(v_definition, v_key.plain_columns, v_key.partitioned_columns)
            else replace(v_definition, v_key.partitioned_columns, v_key.plain_columns)
        end;
    end loop;
    return v_definition;
end;
$$;

comment on function public.reshape_key(text, text, boolean) is
    'Definition of a key for a partitioned table or for a plain one, from that of the other.';

-- Everything about a table that can be read from the catalog is read there, so that the copy has
-- what later migrations added as well: columns, defaults, checks, indexes, foreign keys, policies,
-- comments, storage options. Grants and triggers come with the exchange: until then nobody but the
-- mirror writes the copy, and nothing fires for it.
create function public.create_table_copy(p_table text, p_partitions integer)
returns void
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_table constant regclass := format('public.%I', p_table)::regclass;
    v_copy constant text := p_table || '_copy';
    v_is_partitioned constant boolean := p_partitions > 0;
    -- A partition has policies as well, for whoever would read it by its own name.
    v_guarded text[] := array[v_copy];
    v_part text;
    v_options text;
    v_statement text;
begin
    select ' with (' || array_to_string(leaf.reloptions, ', ') || ')'
    into v_options
    from pg_class as leaf
    where leaf.oid = (
        select coalesce(min(part.relid::oid), v_table::oid)
        from pg_partition_tree(v_table) as part
        where part.isleaf
    );

    execute format(
        'create table public.%I (like public.%I including defaults including constraints'
        ' including comments including generated including identity including storage'
        ' including compression)%s',
        v_copy,
        p_table,
        case when v_is_partitioned then ' partition by hash (organization_id)' else v_options end
    );
    for v_number in 0..p_partitions - 1 loop
        v_part := p_table || '_p' || lpad(v_number::text, 2, '0');
        v_guarded := v_guarded || v_part;
        execute format(
            'create table public.%I partition of public.%I'
            ' for values with (modulus %s, remainder %s)%s',
            v_part,
            v_copy,
            p_partitions,
            v_number,
            v_options
        );
    end loop;

    for v_statement in
        select made.statement
        from (
            select
                1 as place,
                index.relname as name,
                case
                    when key.oid is null
                        then regexp_replace(
                            public.reshape_key(
                                index.relname,
                                pg_get_indexdef(index.oid),
                                v_is_partitioned
                            ),
                            '^CREATE (UNIQUE )?INDEX \S+ ON (ONLY )?\S+',
                            format(
                                'create \1index %I on public.%I',
                                public.name_copied_index(index.relname),
                                v_copy
                            )
                        )
                    else format(
                        'alter table public.%I add constraint %I %s',
                        v_copy,
                        public.name_copied_index(index.relname),
                        public.reshape_key(
                            index.relname,
                            pg_get_constraintdef(key.oid),
                            v_is_partitioned
                        )
                    )
                end as statement
            from pg_index as entry
            inner join pg_class as index
                on index.oid = entry.indexrelid
            left join pg_constraint as key
                on
                    key.conindid = index.oid
                    and key.conrelid = v_table
                    and key.contype in ('p', 'u')
            where entry.indrelid = v_table
            union all
            select
                2 as place,
                index.relname as name,
                format(
                    'comment on index public.%I is %L',
                    public.name_copied_index(index.relname),
                    obj_description(index.oid, 'pg_class')
                ) as statement
            from pg_index as entry
            inner join pg_class as index
                on index.oid = entry.indexrelid
            where
                entry.indrelid = v_table
                and obj_description(index.oid, 'pg_class') is not null
            union all
            select
                3 as place,
                policy.polname as name,
                format(
                    'create policy %I on public.%I as %s for %s to %s%s%s',
                    policy.polname,
                    guarded.name,
                    case when policy.polpermissive then 'permissive' else 'restrictive' end,
                    case policy.polcmd
                        when 'r' then 'select'
                        when 'a' then 'insert'
                        when 'w' then 'update'
                        when 'd' then 'delete'
                        else 'all'
                    end,
                    case
                        when policy.polroles = '{0}' then 'public'
                        else (
                            select string_agg(role::regrole::text, ', ')
                            from unnest(policy.polroles) as role
                        )
                    end,
                    ' using (' || pg_get_expr(policy.polqual, policy.polrelid) || ')',
                    ' with check (' || pg_get_expr(policy.polwithcheck, policy.polrelid) || ')'
                ) as statement
            from pg_policy as policy
            cross join unnest(v_guarded) as guarded (name)
            where policy.polrelid = v_table
            union all
            select
                4 as place,
                policy.polname as name,
                format(
                    'comment on policy %I on public.%I is %L',
                    policy.polname,
                    v_copy,
                    obj_description(policy.oid, 'pg_policy')
                ) as statement
            from pg_policy as policy
            where
                policy.polrelid = v_table
                and obj_description(policy.oid, 'pg_policy') is not null
            union all
            select
                5 as place,
                'row security' as name,
                format('alter table public.%I %s row level security', guarded.name, setting.verb)
                    as statement
            from pg_class as class
            cross join unnest(v_guarded) as guarded (name)
            cross join lateral (
                values
                ('enable', class.relrowsecurity),
                ('force', class.relforcerowsecurity)
            ) as setting (verb, is_set)
            where
                class.oid = v_table
                and setting.is_set
            union all
            select
                6 as place,
                'comment' as name,
                format(
                    'comment on table public.%I is %L',
                    v_copy,
                    obj_description(v_table, 'pg_class')
                ) as statement
        ) as made
        order by
            made.place,
            made.name
    loop
        execute v_statement;
    end loop;
end;
$$;

comment on function public.create_table_copy(text, integer) is
    'Makes the copy of a table, empty, with so many partitions or, for 0, plain; without its'
    ' foreign keys.';

create function public.reference_from_copy(p_table text, p_constraint text)
returns void
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_copy constant regclass := format('public.%I', p_table || '_copy')::regclass;
    v_is_partitioned constant boolean := (
        select class.relkind = 'p'
        from pg_class as class
        where class.oid = v_copy
    );
    v_key record;
begin
    select
        pg_get_constraintdef(key.oid) as definition,
        obj_description(key.oid, 'pg_constraint') as description
    into v_key
    from pg_constraint as key
    where
        key.conrelid = format('public.%I', p_table)::regclass
        and key.conname = p_constraint;
    execute format(
        'alter table %s add constraint %I %s',
        v_copy,
        p_constraint,
        -- A reference to the other table of the two goes to its copy.
        regexp_replace(
            public.reshape_key(p_constraint, v_key.definition, v_is_partitioned),
            '(REFERENCES public\.(points_transactions|student_referrals))\(',
            '\1_copy('
        )
    );
    if v_key.description is not null then
        execute format(
            'comment on constraint %I on %s is %L',
            p_constraint,
            v_copy,
            v_key.description
        );
    end if;
end;
$$;

comment on function public.reference_from_copy(text, text) is
    'Gives a copy a foreign key of its table.';

-- A step at each call, in a transaction of its own: a foreign key locks the table that it
-- references, and whoever locks several of those that the application writes meets somebody who
-- has locked them in another order.
create function public.build_table_copy(p_table text, p_partitions integer)
returns setof integer
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_copy constant regclass := to_regclass(format('public.%I', p_table || '_copy'));
    v_constraint text;
begin
    if v_copy is null then
        perform public.create_table_copy(p_table, p_partitions);
        return next 1;
        return;
    end if;

    select key.conname
    into v_constraint
    from pg_constraint as key
    where
        key.conrelid = format('public.%I', p_table)::regclass
        and key.contype = 'f'
        and key.conparentid = 0
        and not exists (
            select
            from pg_constraint as copied
            where
                copied.conrelid = v_copy
                and copied.conname = key.conname
        )
    order by key.conname
    limit 1;
    if found then
        perform public.reference_from_copy(p_table, v_constraint);
        return next 1;
    elsif to_regproc(format('public.mirror_%s', p_table)) is null then
        perform public.mirror_table(p_table);
        perform public.forget_copied_pages(p_table);
        return next 1;
    end if;
end;
$$;

comment on function public.build_table_copy(text, integer) is
    'Takes the next step to a copy of a table with its mirror, in so many partitions or, for 0,'
    ' plain; returns a row for it, none when all is there.';

-- The mirror writes what the row is now, not what the event says: an earlier trigger may have
-- changed it again. Always, because rows that are loaded with their triggers off are rows too.
create function public.mirror_table(p_table text)
returns void
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_table constant regclass := format('public.%I', p_table)::regclass;
    v_columns text;
    v_changes text;
begin
    select
        string_agg(format('%I', attribute.attname), ', ' order by attribute.attnum),
        string_agg(
            format('%1$I = excluded.%1$I', attribute.attname),
            ', '
            order by attribute.attnum
        ) filter (where attribute.attname not in ('id', 'organization_id'))
    into
        v_columns,
        v_changes
    from pg_attribute as attribute
    where
        attribute.attrelid = v_table
        and attribute.attnum > 0
        and not attribute.attisdropped
        and attribute.attgenerated = '';

    execute format(
        $function$
        create or replace function public.mirror_%1$s()
        returns trigger
        language plpgsql
        volatile
        parallel unsafe
        called on null input
        security definer
        set search_path = pg_catalog, pg_temp
        set plan_cache_mode = force_generic_plan
        as $mirror$
        begin
            if tg_op = 'TRUNCATE' then
                truncate public.%1$s_copy;
                return null;
            end if;
            if tg_op = 'DELETE' then
                delete from public.%1$s_copy
                where id = old.id and organization_id = old.organization_id;
                return null;
            end if;
            if
                tg_op = 'UPDATE'
                and (old.id, old.organization_id) <> (new.id, new.organization_id)
            then
                delete from public.%1$s_copy
                where id = old.id and organization_id = old.organization_id;
            end if;
            insert into public.%1$s_copy as copied (%2$s)
            select %2$s
            from public.%1$s
            where id = new.id and organization_id = new.organization_id
            on conflict on constraint %4$s do update
            set %3$s
            where copied.organization_id = excluded.organization_id;
            if
                not found
                and exists (
                    select
                    from public.%1$s
                    where id = new.id and organization_id = new.organization_id
                )
            then
                raise unique_violation using
                    message = 'the id is that of another row',
                    detail = format('The id is %%L.', new.id),
                    hint = 'An id is unique in all organizations.';
            end if;
            return null;
        end;
        $mirror$
        $function$,
        p_table,
        v_columns,
        v_changes,
        public.name_copied_index(p_table || '_pkey')
    );
    execute format('revoke all on function public.mirror_%s() from public', p_table);
    execute format(
        'comment on function public.mirror_%1$s() is'
        ' ''Trigger function: brings a change of %1$s to its copy, whoever made it.''',
        p_table
    );
    execute format(
        'create trigger mirror_%1$s after insert or update or delete on public.%1$I'
        ' for each row execute function public.mirror_%1$s()',
        p_table
    );
    execute format(
        'create trigger mirror_%1$s_truncate after truncate on public.%1$I'
        ' for each statement execute function public.mirror_%1$s()',
        p_table
    );
    execute format(
        'alter table public.%1$I enable always trigger mirror_%1$s,'
        ' enable always trigger mirror_%1$s_truncate',
        p_table
    );
end;
$$;

comment on function public.mirror_table(text) is
    'Makes the triggers that bring each change of a table to its copy.';

-- What the mirror does not bring is in the pages that the table has now.
create function public.forget_copied_pages(p_table text)
returns void
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from public.table_copies as copy
    where copy.table_name = p_table;
    insert into public.table_copies (table_name, part_name, next_page, end_page)
    select
        p_table,
        part.relname,
        0,
        pg_relation_size(part.oid) / current_setting('block_size')::bigint
    from pg_class as part
    where
        part.relkind = 'r'
        and pg_relation_size(part.oid) > 0
        and part.oid in (
            select format('public.%I', p_table)::regclass
            union all
            select leaf.relid
            from pg_partition_tree(format('public.%I', p_table)) as leaf
        );
end;
$$;

comment on function public.forget_copied_pages(text) is
    'Notes that nothing of the table is copied yet, and how much there is.';

-- Rows that change or go meanwhile are the mirror's, and a row is locked, so that it is either here
-- or there that it is written: two that enter the same row at once would meet in a unique index.
create function public.fill_table_copy(p_table text, p_pages integer)
returns setof integer
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_part record;
    v_rows integer;
begin
    select
        waiting.part_name,
        waiting.next_page as from_page,
        least(waiting.next_page + p_pages, waiting.end_page) as to_page,
        waiting.end_page
    into v_part
    from public.table_copies as waiting
    where waiting.table_name = p_table
    order by waiting.part_name
    limit 1
    for update;
    if not found then
        return;
    end if;
    update public.table_copies as copy
    set next_page = v_part.to_page
    where
        copy.table_name = p_table
        and copy.part_name = v_part.part_name
        and copy.end_page > v_part.to_page;
    if not found then
        delete from public.table_copies as copy
        where
            copy.table_name = p_table
            and copy.part_name = v_part.part_name;
    end if;

    execute format(
        $statement$
        with batch as (
            select own_row.*
            from public.%I as own_row
            where own_row.ctid >= '(%s,0)'::tid and own_row.ctid < '(%s,0)'::tid
            for share
        ),
        copied as (
            insert into public.%I
            select batch.*
            from batch
            on conflict do nothing
        )
        select count(*)
        from batch
        $statement$,
        v_part.part_name,
        v_part.from_page,
        v_part.to_page,
        p_table || '_copy'
    )
    into v_rows;
    return query select generate_series(1, greatest(v_rows, 1));
end;
$$;

comment on function public.fill_table_copy(text, integer) is
    'Copies the rows of the next pages; returns a row for each, at least one until all is copied.';

create function public.empty_table_copy(p_table text)
returns void
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    execute format('truncate public.%I', p_table || '_copy');
    perform public.forget_copied_pages(p_table);
end;
$$;

comment on function public.empty_table_copy(text) is
    'Empties a copy, so that it can be filled anew; changes that follow are mirrored.';

create function public.drop_table_copy(p_table text)
returns setof integer
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_copy constant regclass := to_regclass(format('public.%I', p_table || '_copy'));
    v_constraint text;
begin
    if v_copy is null then
        return;
    end if;
    return next 1;
    if to_regproc(format('public.mirror_%s', p_table)) is not null then
        execute format('drop trigger mirror_%1$s_truncate on public.%1$I', p_table);
        execute format('drop trigger mirror_%1$s on public.%1$I', p_table);
        execute format('drop function public.mirror_%s()', p_table);
        return;
    end if;

    -- Dropped with their table, the foreign keys would lock all that they reference at once.
    select key.conname
    into v_constraint
    from pg_constraint as key
    where
        key.conrelid = v_copy
        and key.contype = 'f'
        and key.conparentid = 0
    order by key.conname desc
    limit 1;
    if found then
        execute format('alter table %s drop constraint %I', v_copy, v_constraint);
        return;
    end if;
    execute format('drop table %s', v_copy);
    delete from public.table_copies as copy
    where copy.table_name = p_table;
end;
$$;

comment on function public.drop_table_copy(text) is
    'Takes the next step to be rid of a copy and its mirror; returns a row for it, none when'
    ' nothing is left.';

-- Both are read at one moment, and the mirror writes in the transaction of the change: whatever
-- differs is a mistake.
create function public.compare_table_copy(p_table text)
returns void
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_differences bigint;
begin
    execute format(
        'select count(*) from public.%I as own_row full join public.%I as copied_row'
        ' on copied_row.id = own_row.id'
        ' and copied_row.organization_id = own_row.organization_id'
        ' where own_row is distinct from copied_row',
        p_table,
        p_table || '_copy'
    )
    into v_differences;
    if v_differences > 0 then
        raise data_exception using
            message = format('%s differs from its copy', p_table),
            detail = format('%s rows are not the same.', v_differences),
            hint = 'Roll the filling of the copy back and apply it again.';
    end if;
end;
$$;

comment on function public.compare_table_copy(text) is
    'Raises an error unless a table and its copy hold the same rows.';

-- A view knows its tables by what they are and not by their names, so the materialized view over
-- the referrals has a copy too, over the copy of the referrals.
create function public.build_analytics_copy()
returns void
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_view constant regclass := 'public.mv_referral_analytics';
    v_statement text;
begin
    execute 'create materialized view public.mv_referral_analytics_copy as '
        || regexp_replace(
            pg_get_viewdef(v_view),
            '\mpublic\.(student_referrals|points_transactions)\M',
            'public.\1_copy',
            'g'
        );
    for v_statement in
        select
            regexp_replace(
                pg_get_indexdef(entry.indexrelid),
                '^CREATE (UNIQUE )?INDEX \S+ ON \S+',
                format(
                    'create \1index %I on public.mv_referral_analytics_copy',
                    public.name_copied_index(index.relname)
                )
            )
        from pg_index as entry
        inner join pg_class as index
            on index.oid = entry.indexrelid
        where entry.indrelid = v_view
        union all
        select
            format(
                'comment on index public.%I is %L',
                public.name_copied_index(index.relname),
                obj_description(index.oid, 'pg_class')
            )
        from pg_index as entry
        inner join pg_class as index
            on index.oid = entry.indexrelid
        where
            entry.indrelid = v_view
            and obj_description(index.oid, 'pg_class') is not null
        union all
        select
            format(
                'comment on %s is %L',
                case
                    when comment.objsubid = 0
                        then 'materialized view public.mv_referral_analytics_copy'
                    else format(
                        'column public.mv_referral_analytics_copy.%I',
                        (
                            select attribute.attname
                            from pg_attribute as attribute
                            where
                                attribute.attrelid = v_view
                                and attribute.attnum = comment.objsubid
                        )
                    )
                end,
                comment.description
            )
        from pg_description as comment
        where
            comment.classoid = 'pg_class'::regclass
            and comment.objoid = v_view
    loop
        execute v_statement;
    end loop;
end;
$$;

comment on function public.build_analytics_copy() is
    'Makes the copy of mv_referral_analytics, filled, over the copy of student_referrals.';

create function public.list_table_grants(p_table regclass)
returns table (
    statement text,
    revocation text
)
language sql
stable
parallel safe
called on null input
security invoker
begin atomic
    select
        format(
            'grant %s%s on %%s to %s%s',
            right_.privilege_type,
            ' (' || quote_ident(granted.column_name) || ')',
            case when right_.grantee = 0 then 'public' else right_.grantee::regrole::text end,
            case when right_.is_grantable then ' with grant option' end
        ) as statement,
        format(
            'revoke %s%s on %%s from %s',
            right_.privilege_type,
            ' (' || quote_ident(granted.column_name) || ')',
            case when right_.grantee = 0 then 'public' else right_.grantee::regrole::text end
        ) as revocation
    from (
        select
            class.relowner,
            null::name as column_name,
            class.relacl as rights
        from pg_class as class
        where class.oid = p_table
        union all
        select
            class.relowner,
            attribute.attname as column_name,
            attribute.attacl as rights
        from pg_class as class
        inner join pg_attribute as attribute
            on attribute.attrelid = class.oid
        where
            class.oid = p_table
            and not attribute.attisdropped
    ) as granted
    cross join lateral aclexplode(granted.rights) as right_
    where right_.grantee <> granted.relowner;
end;

comment on function public.list_table_grants(regclass) is
    'Statements that give and take the rights on a table and its columns, with %s for its name.';

-- What is bound to a table and not to its name goes over: triggers, rights, SQL-standard bodies and
-- views. Each is written down first, as it reads while the table still has its name.
create function public.exchange_table_copies()
returns void
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    -- The application locks referrals before the ledger, too.
    v_tables constant text[] := '{student_referrals,points_transactions}';
    v_names constant text[] := v_tables || '{mv_referral_analytics}';
    v_relations constant regclass[] := array(
        select format('public.%I', name)::regclass
        from unnest(v_names) as name
    );
    v_later text[];
    v_statement text;
    v_name text;
    v_kind text;
begin
    lock table
        public.student_referrals,
        public.student_referrals_copy,
        public.points_transactions,
        public.points_transactions_copy
        in access exclusive mode;

    v_later := array(
        select bound.statement
        from (
            select
                1 as place,
                trigger.tgname as name,
                pg_get_triggerdef(trigger.oid) as statement
            from pg_trigger as trigger
            where
                trigger.tgrelid = any(v_relations)
                and not trigger.tgisinternal
                and trigger.tgname not like 'mirror\_%'
            union all
            select
                2 as place,
                trigger.tgname as name,
                format(
                    'comment on trigger %I on %s is %L',
                    trigger.tgname,
                    trigger.tgrelid::regclass,
                    obj_description(trigger.oid, 'pg_trigger')
                ) as statement
            from pg_trigger as trigger
            where
                trigger.tgrelid = any(v_relations)
                and not trigger.tgisinternal
                and trigger.tgname not like 'mirror\_%'
                and obj_description(trigger.oid, 'pg_trigger') is not null
            union all
            select
                3 as place,
                trigger.tgname as name,
                format(
                    'alter table %s %s trigger %I',
                    trigger.tgrelid::regclass,
                    case trigger.tgenabled
                        when 'D' then 'disable'
                        when 'R' then 'enable replica'
                        else 'enable always'
                    end,
                    trigger.tgname
                ) as statement
            from pg_trigger as trigger
            where
                trigger.tgrelid = any(v_relations)
                and not trigger.tgisinternal
                and trigger.tgname not like 'mirror\_%'
                and trigger.tgenabled <> 'O'
            union all
            select
                4 as place,
                relation::text as name,
                format(granted.statement, relation) as statement
            from unnest(v_relations) as relation
            cross join lateral public.list_table_grants(relation) as granted
            union all
            select
                5 as place,
                routine.oid::regprocedure::text as name,
                pg_get_functiondef(routine.oid) as statement
            from pg_proc as routine
            where routine.oid in (
                select dependency.objid
                from pg_depend as dependency
                where
                    dependency.classid = 'pg_proc'::regclass
                    and dependency.refclassid = 'pg_class'::regclass
                    and dependency.refobjid = any(v_relations)
            )
            union all
            select
                6 as place,
                view.oid::regclass::text as name,
                format(
                    'create or replace view %s%s as %s',
                    view.oid::regclass,
                    ' with (' || array_to_string(view.reloptions, ', ') || ')',
                    pg_get_viewdef(view.oid)
                ) as statement
            from pg_class as view
            where
                view.relkind = 'v'
                and view.oid in (
                    select rule.ev_class
                    from pg_depend as dependency
                    inner join pg_rewrite as rule
                        on rule.oid = dependency.objid
                    where
                        dependency.classid = 'pg_rewrite'::regclass
                        and dependency.refclassid = 'pg_class'::regclass
                        and dependency.refobjid = any(v_relations)
                )
        ) as bound
        order by
            bound.place,
            bound.name
    );

    for v_statement in
        select format('drop trigger %I on %s', trigger.tgname, trigger.tgrelid::regclass)
        from pg_trigger as trigger
        where
            trigger.tgrelid = any(v_relations)
            and not trigger.tgisinternal
        union all
        select format(granted.revocation, relation)
        from unnest(v_relations) as relation
        cross join lateral public.list_table_grants(relation) as granted
    loop
        execute v_statement;
    end loop;

    foreach v_name in array v_names loop
        v_kind := case when v_name = any(v_tables) then 'table' else 'materialized view' end;
        for v_statement in
            select
                format(
                    step.statement,
                    case when step.is_index then 'index' else v_kind end,
                    step.old_name,
                    step.new_name
                )
            from (
                select
                    'alter %s public.%I rename to %I' as statement,
                    moved.is_index,
                    way.old_name,
                    way.new_name,
                    way.place
                from (
                    select
                        false as is_index,
                        v_name as own_name,
                        v_name || '_copy' as copied_name
                    union all
                    select
                        true as is_index,
                        index.relname as own_name,
                        public.name_copied_index(index.relname) as copied_name
                    from pg_index as entry
                    inner join pg_class as index
                        on index.oid = entry.indexrelid
                    where entry.indrelid = format('public.%I', v_name)::regclass
                ) as moved
                cross join lateral (
                    values
                    (1, moved.own_name, 'exchanged'),
                    (2, moved.copied_name, moved.own_name),
                    (3, 'exchanged', moved.copied_name)
                ) as way (place, old_name, new_name)
                order by
                    moved.own_name,
                    way.place
            ) as step
        loop
            execute v_statement;
        end loop;
    end loop;

    foreach v_statement in array v_later loop
        execute v_statement;
    end loop;
    foreach v_name in array v_tables loop
        perform public.mirror_table(v_name);
    end loop;
end;
$$;

comment on function public.exchange_table_copies() is
    'Puts the copies in the place of student_referrals, points_transactions and'
    ' mv_referral_analytics, and these in the place of the copies.';

-- For whoever partitions, and nobody else.
revoke all on function
    public.name_copied_index(text),
    public.list_partitioned_keys(),
    public.reshape_key(text, text, boolean),
    public.create_table_copy(text, integer),
    public.reference_from_copy(text, text),
    public.build_table_copy(text, integer),
    public.mirror_table(text),
    public.forget_copied_pages(text),
    public.fill_table_copy(text, integer),
    public.empty_table_copy(text),
    public.drop_table_copy(text),
    public.compare_table_copy(text),
    public.build_analytics_copy(),
    public.list_table_grants(regclass),
    public.exchange_table_copies()
    from public;
