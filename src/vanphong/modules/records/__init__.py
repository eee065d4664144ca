"""Case files under the file plan: opened, filled, closed, listed."""
