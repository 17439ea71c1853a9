"""A version is published whole, or not at all."""
