"""Map files: TOML files that say what the columns of a file mean for an import."""
