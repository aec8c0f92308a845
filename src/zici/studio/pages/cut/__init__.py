"""The page *Cut*."""

from ._page import PAGE as PAGE
