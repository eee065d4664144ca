"""What people do in a day, in a real Chromium against a live office."""
