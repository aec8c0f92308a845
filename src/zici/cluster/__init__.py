"""The same counting and cutting on Spark, for text that one machine is too small for."""

from __future__ import annotations

from zici.cluster._session import connect as connect
from zici.cluster._source import SparkText as SparkText
from zici.cluster._spark import Spark as Spark
from zici.cluster._words import SparkWords as SparkWords

__all__ = ["Spark", "SparkText", "SparkWords", "connect"]
