"""Makes the parts of the client that follow from the contract. Needed to develop the client, not to use it."""
