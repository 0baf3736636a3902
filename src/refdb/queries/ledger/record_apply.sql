-- Records an applied migration, as prepare.sql says.
execute refdb_record_apply (
    {hash}, {id}, {log_id}, {user}, {host}, {apply_checksum}, {rollback_checksum}, {apply_text},
    {rollback_text}, {transactional}, {duration_ms}, {version}
);
