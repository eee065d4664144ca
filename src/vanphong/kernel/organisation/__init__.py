"""Organisation: bodies and units in a tree, posts, who holds them, delegation; all dated."""
