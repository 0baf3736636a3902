-- Begins a round: a transaction that cannot write.
begin transaction read only
