"""Texts with labels, from files."""

from zici.classify.data._labelled import Labelled as Labelled
from zici.classify.data._labelled import Place as Place
from zici.classify.data._read import Row as Row
from zici.classify.data._read import read_classes as read_classes
from zici.classify.data._read import read_labelled as read_labelled
from zici.classify.data._read import read_rows as read_rows

__all__ = ["Labelled", "Place", "Row", "read_classes", "read_labelled", "read_rows"]
