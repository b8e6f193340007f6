"""Wide door in: a file becomes a plan, a plan becomes rows."""
