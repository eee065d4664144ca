"""Writes the invented documents under samples/ by the rules of form of Party and State documents."""
