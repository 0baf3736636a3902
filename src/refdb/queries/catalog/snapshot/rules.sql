-- Rules that are no view.
select
    'rule' as kind,
    relation.identity || '.' || quote_ident(rule.rulename) as identity,
    relation.schema,
    quote_ident(rule.rulename) as name,
    relation.kind || ' ' || relation.identity as parent,
    'pg_rewrite'::regclass::oid as classid,
    rule.oid as objid,
    0 as subid,
    pg_get_ruledef(rule.oid) as definition,
    case rule.ev_enabled
        when 'D' then 'disabled'
        when 'R' then 'replica'
        when 'A' then 'always'
    end as enabled
from pg_rewrite as rule
inner join relation on rule.ev_class = relation.oid
where rule.rulename <> '_RETURN'
