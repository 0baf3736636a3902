-- Bodies are checked when they run: functions come before the tables that they read.
set local check_function_bodies = false;
