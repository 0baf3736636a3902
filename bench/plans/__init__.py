"""Plans without rows beside plans on them: how many are the same, and how long it takes."""
