"""Read tables from CSV and JSON lines: encoding, delimiter, decimal sign, rows and their errors."""
