-- loses: the work that is still waiting, and the record of what was done

drop table public.referral_outbox;
