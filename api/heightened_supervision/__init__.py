"""What follows a concern: actions, the board's comments, its end."""
