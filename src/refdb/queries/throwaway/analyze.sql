-- Gives the planner its statistics, and marks which pages are visible to all.
vacuum (analyze)
