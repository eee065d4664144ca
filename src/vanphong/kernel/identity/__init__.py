"""Identity: accounts, second factors, sessions, tokens."""
