"""Reading files, planning rows, dialects: what all imports share."""
