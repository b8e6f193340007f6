"""Sign-in through the municipality's own OpenID provider."""
