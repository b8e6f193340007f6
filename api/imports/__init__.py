"""Imports: an uploaded file becomes a plan, and the plan is applied as a whole or not at all."""
