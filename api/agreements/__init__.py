"""Who does what by when; carried from one conversation to the next."""
