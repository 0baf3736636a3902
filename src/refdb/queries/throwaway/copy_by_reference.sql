-- Lets the file system copy a database's files, which may share their blocks.
set file_copy_method = clone
