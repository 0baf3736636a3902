-- Records a rolled back migration, as prepare.sql says.
execute refdb_record_rollback ({hash}, {id}, {log_id}, {user}, {host});
