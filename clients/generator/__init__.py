"""Generates the parts of both clients that follow from the contract. A development tool: no client needs it to run."""
