"""Notices to people: no content is stored, the title is rendered at reading time with the reader's rights."""
