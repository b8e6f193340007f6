"""Statistical disclosure control of frequency tables: pure functions, without web, database or domain."""
