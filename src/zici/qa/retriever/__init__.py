"""Passages of one's own documents that may hold an answer."""

from zici.qa.retriever._documents import read_documents as read_documents
from zici.qa.retriever._passages import split_passages as split_passages
from zici.qa.retriever._retriever import Hit as Hit
from zici.qa.retriever._retriever import Retriever as Retriever

__all__ = ["Hit", "Retriever", "read_documents", "split_passages"]
