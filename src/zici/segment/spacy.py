"""A tokenizer for spaCy: ``zici.Tokenizer.v1`` in the configuration of a pipeline.

Example::

    import spacy
    settings = {"@tokenizers": "zici.Tokenizer.v1", "segmenter": "out/segmenter.npz"}
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": settings}})
    [token.text for token in nlp("从语料中发现新词")]

A pipeline that was written with ``nlp.to_disk`` holds the segmenter: where ``spacy.load`` reads it, zici must
be installed, but the file that was named need not be there.
"""

from zici.segment._spacy import SpacyTokenizer as SpacyTokenizer
from zici.segment._spacy import create_tokenizer as create_tokenizer

__all__ = ["SpacyTokenizer", "create_tokenizer"]
