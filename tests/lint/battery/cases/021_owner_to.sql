-- says: OWNER TO
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t owner to battery_role;
