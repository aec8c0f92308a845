"""The command line: one file per command, each parses, makes one library call and renders the result."""

from __future__ import annotations

from ._main import main as main

__all__ = ["main"]
