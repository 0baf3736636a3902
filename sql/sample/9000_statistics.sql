-- purpose: Statistics of what was loaded, for the planner.

analyze;
