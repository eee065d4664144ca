"""Inputs of the commands on incoming documents."""
