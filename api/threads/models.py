"""The shapes in which a thread is answered; owns no table."""
