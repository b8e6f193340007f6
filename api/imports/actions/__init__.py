"""Changes of imports: plan, apply, reverse, discard, expire."""
