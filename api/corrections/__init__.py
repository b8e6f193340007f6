"""What is said beside a thing that stays as it was: corrections, and reasons for setting a rule aside."""
