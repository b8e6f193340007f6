"""Evidence for dialogues: measurements, observations and stakeholder input of an institution. Owns no table."""
