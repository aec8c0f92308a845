"""One module per dictionary format, each with ``parse(source, column)`` and ``render(table, name)``."""
