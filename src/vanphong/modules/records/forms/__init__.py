"""Inputs of the commands on case files and the file plan."""
