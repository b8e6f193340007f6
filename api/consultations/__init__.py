"""Sets of questions that are answered by a link."""
