"""An embedded PostgreSQL under our own supervision: started, reused, stopped, recovered."""

from .errors import PostgresUnavailable
from .server import Server

__all__ = ["PostgresUnavailable", "Server"]
