-- Creates the extensions that are named, separated by commas, in the setting refdb.extensions.
do $$
declare
    v_name text;
begin
    foreach v_name in array string_to_array(current_setting('refdb.extensions'), ',') loop
        execute format('create extension if not exists %I cascade', v_name);
    end loop;
end
$$;
