"""Changes to consultations and their links, and the submission of answers; one verb a module."""
