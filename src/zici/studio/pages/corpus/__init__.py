"""The page *Corpus*."""

from zici.studio.pages.corpus._page import PAGE as PAGE
