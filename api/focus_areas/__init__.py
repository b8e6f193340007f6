"""What an institution chooses to work on, leaning on a theme."""
