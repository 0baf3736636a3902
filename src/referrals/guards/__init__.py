"""What keeps one ill server, or one busy kind of call, from taking all others with it."""
