"""Support of the tests of imports."""
