"""Configure the municipal sign-in, verify its tokens, and provision its people and machines."""
