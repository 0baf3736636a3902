-- Creates pgTAP, whose functions a pgTAP file calls by their bare names.
create extension if not exists pgtap
