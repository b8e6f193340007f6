"""Where every institution stands; reads below, owns nothing."""
