"""What happened: audit trail, change feed and webhooks read the same rows."""
