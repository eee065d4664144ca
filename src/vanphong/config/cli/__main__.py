"""`python -m vanphong.config.cli` is the `vanphong` command."""

from vanphong.config.cli import main

main()
