"""Inputs of administration's actions."""
