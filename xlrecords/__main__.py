"""`python -m xlrecords`."""

from .cli import main

main()
