"""Inputs of the commands on drafts."""
