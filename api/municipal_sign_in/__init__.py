"""Sign-in by the municipality's own OpenID provider: claims become people, machines and grants."""
