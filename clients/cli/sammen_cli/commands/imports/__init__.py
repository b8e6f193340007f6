"""The steps of `sammen import`."""
