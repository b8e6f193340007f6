"""What the command knows of the contract."""
