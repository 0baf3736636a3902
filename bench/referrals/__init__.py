"""The referral schema: optimized beside plain, large beside small, with referrals or without."""
