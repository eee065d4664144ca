"""The pictures of README and guides, taken from a running demo office."""
