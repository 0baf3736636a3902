-- loses: nothing

drop function public.raise_referral_error(text, text);
drop function public.list_referral_errors();
