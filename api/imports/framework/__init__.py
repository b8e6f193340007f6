"""What all importable resources share: reading files, parsing rows, planning, applying and reversing them."""
