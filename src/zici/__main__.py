"""``python -m zici``: the command line."""

from zici.cli import main

main()
