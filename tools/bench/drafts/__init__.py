"""Clean drafts of every type and profile, defects planted in them, and what the appraisal makes of both."""
