"""Drafts (dự thảo): written, appraised, consulted on, initialled and signed; what is signed goes on to be numbered."""
