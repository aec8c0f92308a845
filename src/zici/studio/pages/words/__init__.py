"""The page *Words*."""

from ._page import PAGE as PAGE
