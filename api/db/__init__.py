"""The engine, its transactions, and column types that behave alike on PostgreSQL and SQLite."""
