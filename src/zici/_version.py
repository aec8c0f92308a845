"""The version of the package, for every layer of it."""

__version__ = "0.1.0"
