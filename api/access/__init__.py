"""The gate: who calls, what may they, how far do they reach."""
