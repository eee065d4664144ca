"""Word files (.docx) opened safely, and written again with only the touched parts changed."""
