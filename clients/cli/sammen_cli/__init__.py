"""The command `sammen`, and the reading of files in other layouts than those of the contract."""
