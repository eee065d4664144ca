"""Inputs of the commands on outgoing documents."""
