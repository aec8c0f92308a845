"""The page *Vectors*."""

from zici.studio.pages.vectors._page import PAGE as PAGE
