"""Statistical disclosure control, pure and without a word of the domain."""
