"""All that is done to case files and the file plan."""
