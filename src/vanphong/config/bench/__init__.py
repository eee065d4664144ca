"""`vanphong bench`: what the pages of this installation cost, with its own data."""
