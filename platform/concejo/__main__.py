"""python -m concejo is the command concejo."""

from concejo.cli import main

main()
