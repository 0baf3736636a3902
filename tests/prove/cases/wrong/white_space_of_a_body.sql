-- before:
create function public.f() returns integer language plpgsql as $$
begin
    return 1;
end
$$;
-- apply:
create or replace function public.f() returns integer language plpgsql as $$
begin
    return 2;
end
$$;
-- rollback:
create or replace function public.f() returns integer language plpgsql as $$
begin
  return 1; -- as it was
end $$;
-- expect: cosmetic: function public.f(): body
