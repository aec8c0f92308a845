"""The pages of the studio."""

from ._answers import PAGE as ANSWERS
from ._corpus import PAGE as CORPUS
from ._frame import Page as Page
from ._frame import register as register
from ._generate import PAGE as GENERATE
from ._opinions import PAGE as OPINIONS
from ._texts import Texts as Texts
from ._vectors import PAGE as VECTORS
from .cut import PAGE as CUT
from .words import PAGE as WORDS

PAGES = (CORPUS, WORDS, CUT, VECTORS, OPINIONS, ANSWERS, GENERATE)
