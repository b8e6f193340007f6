"""What a caller is to take part in, for calendar programs."""
