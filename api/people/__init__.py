"""People, machines and the roles they are given."""
