"""A person's meetings as a calendar feed for calendar programs."""
