-- A part of the fingerprint: the sum of the hashes of one column's values.
sum(hashtextextended({column}::text collate "C", 0))
