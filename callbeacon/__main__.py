"""Run the command line: ``python -m callbeacon``."""

from callbeacon.cli import main

if __name__ == "__main__":
    main()
