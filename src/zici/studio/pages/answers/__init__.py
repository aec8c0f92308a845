"""The page *Answers*."""

from zici.studio.pages.answers._page import PAGE as PAGE
