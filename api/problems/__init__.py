"""The explanation of every problem, as JSON and as pages, under `/problems`."""
