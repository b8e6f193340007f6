"""Data packages: the measurements that institutions are given for a half-year's dialogues."""
