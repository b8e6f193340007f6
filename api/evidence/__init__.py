"""The three kinds of evidence side by side for one institution and round; owns no table."""
