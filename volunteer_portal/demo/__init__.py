"""A synthetic school to try the portal on: the same for the same seed, no real person in it."""
