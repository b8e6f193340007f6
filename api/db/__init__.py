"""The engine, its transactions, and column types and SQL functions that behave alike on PostgreSQL and SQLite."""
