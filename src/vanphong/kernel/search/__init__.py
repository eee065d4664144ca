"""One search table over all records; rights are decided in SQL at query time."""
