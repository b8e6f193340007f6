"""Measurements: values of indicators for institutions, in data packages or running, with small groups suppressed."""
