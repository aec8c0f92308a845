"""The page *Opinions*."""

from zici.studio.pages.opinions._page import PAGE as PAGE
