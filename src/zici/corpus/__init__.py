"""Text from files or memory: documents, blocks of characters, arrays of character codes."""

from zici.corpus._blocks import Blocks as Blocks
from zici.corpus._coded import CodedText as CodedText
from zici.corpus._coded import character_kinds as character_kinds
from zici.corpus._coded import code_table as code_table
from zici.corpus._coded import encode as encode
from zici.corpus._coded import encode_with as encode_with
from zici.corpus._coded import is_word_character as is_word_character
from zici.corpus._coded import ranked as ranked
from zici.corpus._coded import whole_runs as whole_runs
from zici.corpus._contexts import Context as Context
from zici.corpus._contexts import contexts as contexts
from zici.corpus._corpus import Corpus as Corpus

__all__ = [
    "Blocks",
    "CodedText",
    "Context",
    "Corpus",
    "character_kinds",
    "code_table",
    "contexts",
    "encode",
    "encode_with",
    "is_word_character",
    "ranked",
    "whole_runs",
]
