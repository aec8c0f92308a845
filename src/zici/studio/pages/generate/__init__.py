"""The page *Generate*."""

from zici.studio.pages.generate._page import PAGE as PAGE
