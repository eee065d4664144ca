"""Keeping the office: accounts, organisation, registers, calendar, journal, background jobs, the system."""
