"""``python -m kurzum.cli``."""

from kurzum.cli import main

main()
