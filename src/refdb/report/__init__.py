"""What verbs answer, as values (answers), as text for people (text), as JSON (json)."""
