-- Forgets a statement that was prepared.
deallocate {name}
