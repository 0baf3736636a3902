-- What a foreign key's trigger runs when a referred row goes: is there a row that refers to it?
select 1 as one from {only}{table} as x where {conditions} for key share of x
