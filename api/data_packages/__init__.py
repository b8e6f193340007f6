"""Evidence, first kind: indicators, half-yearly packages, measurements."""
