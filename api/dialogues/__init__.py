"""Learning dialogues: planning, the learning circle, agenda and holding."""
