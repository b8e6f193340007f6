"""Every enumeration of the contract with its Danish and English labels."""
