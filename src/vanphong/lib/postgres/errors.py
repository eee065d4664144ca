"""What can go wrong with the embedded database, told to the person who can mend it."""


class PostgresUnavailable(Exception):
    """The database cannot be started or reached; `message` says in Vietnamese what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
