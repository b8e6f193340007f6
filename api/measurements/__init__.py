"""Values of indicators for institutions and periods."""
