-- Which views read with their owner's rights?
select
    'view' as kind,
    lint_relations.schema,
    lint_relations.name,
    lint_relations.name as relation,
    lint_relations.object,
    format('%s reads with the rights of its owner, past the policies of who asks', lint_relations.object)
        as message,
    'Write `with (security_invoker = true)`.' as hint
from lint_relations
where
    lint_relations.kind = 'v'
    and not exists (
        select
        from unnest(lint_relations.options) as option
        where option in ('security_invoker=true', 'security_invoker=on', 'security_invoker=1')
    )
