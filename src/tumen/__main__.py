"""`python -m tumen` is `tumen`, where the command is not on the path."""

from tumen.cli import main

main()
