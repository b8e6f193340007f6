"""A module for each command. A command is a function of a Session and its parameters; it returns the exit code."""
