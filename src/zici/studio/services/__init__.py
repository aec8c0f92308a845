"""What a studio can do with its words and models: what both its pages and its API ask."""

from __future__ import annotations

from zici.studio.services._answers import Answers as Answers
from zici.studio.services._answers import Asked as Asked
from zici.studio.services._answers import Found as Found
from zici.studio.services._answers import Place as Place
from zici.studio.services._answers import Seen as Seen
from zici.studio.services._contexts import Contexts as Contexts
from zici.studio.services._contexts import KeyWord as KeyWord
from zici.studio.services._cutting import METHODS as METHODS
from zici.studio.services._cutting import Compared as Compared
from zici.studio.services._cutting import Cutting as Cutting
from zici.studio.services._cutting import Method as Method
from zici.studio.services._generator import Generator as Generator
from zici.studio.services._generator import Samples as Samples
from zici.studio.services._generator import Word as Word
from zici.studio.services._map import Point as Point
from zici.studio.services._map import WordMap as WordMap
from zici.studio.services._opinions import Explained as Explained
from zici.studio.services._opinions import Opinion as Opinion
from zici.studio.services._opinions import Opinions as Opinions
from zici.studio.services._opinions import Part as Part
from zici.studio.services._relatives import Counted as Counted
from zici.studio.services._relatives import Relatives as Relatives
from zici.studio.services._service import Service as Service
from zici.studio.services._services import Services as Services
from zici.studio.services._vectors import Near as Near
from zici.studio.services._vectors import Vectors as Vectors
from zici.studio.services._words import Words as Words
