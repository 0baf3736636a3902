-- Takes away what an interrupted concurrent build left; readers and writers go on meanwhile.
drop index concurrently if exists {index}
