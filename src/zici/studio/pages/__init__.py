"""The pages of the studio."""

from ._frame import Page as Page
from ._frame import register as register
from ._texts import Texts as Texts
from .answers import PAGE as ANSWERS
from .corpus import PAGE as CORPUS
from .cut import PAGE as CUT
from .generate import PAGE as GENERATE
from .opinions import PAGE as OPINIONS
from .vectors import PAGE as VECTORS
from .words import PAGE as WORDS

PAGES = (CORPUS, WORDS, CUT, VECTORS, OPINIONS, ANSWERS, GENERATE)
