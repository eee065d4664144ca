"""Printed forms of the office: frozen values in, PDF/A-2b bytes out."""
