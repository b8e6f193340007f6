"""Follow-ups (1:1 ledelsesopfølgning): planning, notes, holding and corrections."""
