-- Rules that are no view.
select
    'rule' as kind,
    quote_ident(rule.rulename) as name,
    rule.oid as objid,
    0 as subid,
    rule.ev_class as holder,
    pg_get_ruledef(rule.oid) as definition,
    case rule.ev_enabled
        when 'D' then 'disabled'
        when 'R' then 'replica'
        when 'A' then 'always'
    end as enabled
from pg_rewrite as rule
where rule.rulename <> '_RETURN' and rule.oid >= 16384
