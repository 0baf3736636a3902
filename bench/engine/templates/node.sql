-- Up Migration
$up
-- Down Migration
$down
