"""The calls of jieba: ``from zici.segment import jieba_api as jieba``, and a program goes on as it is.

There is no dictionary in zici: ``jieba.set_dictionary("words.tsv")`` comes first, with the words of ``zici
discover`` or ``zici mine``, or a dictionary file of jieba; until then every call raises ``EmptyError``. The
functions are those of one ``Tokenizer``, as in jieba; ``Tokenizer(...)`` makes more.

What differs from jieba 0.42.1:

- The tokens of ``cut`` are the text, character by character. Figures (3.5, 15:06, 20%), Latin words, blanks
  and runs of one sign (……) are one token each; full-width letters and digits are matched as half-width ones.
- ``HMM=True`` joins Chinese numbers; no model invents words.
- A user dictionary with a broken line is refused; ``get_FREQ`` knows words alone, no beginnings of words.
- Nothing is written beside the dictionary or into a cache; no part-of-speech tags; no ``use_paddle``. In the
  place of ``enable_parallel`` stands ``Segmenter.cut_many(texts, workers=...)``.

Example:
    >>> from zici.segment import jieba_api as jieba
    >>> jieba.set_dictionary({"清华": 9, "清华大学": 7, "大学": 20, "来到": 9, "北京": 30})
    >>> jieba.lcut("我来到北京清华大学")
    ['我', '来到', '北京', '清华大学']
    >>> list(jieba.tokenize("清华大学", mode="search"))
    [('清华', 0, 2), ('大学', 2, 4), ('清华大学', 0, 4)]
"""

from zici.segment._jieba_tokenizer import Tokenizer as Tokenizer

dt = Tokenizer()
"""The tokenizer behind the functions."""

add_word = dt.add_word
cut = dt.cut
cut_for_search = dt.cut_for_search
del_word = dt.del_word
get_FREQ = dt.get_FREQ  # noqa: N816 - jieba's name
initialize = dt.initialize
lcut = dt.lcut
lcut_for_search = dt.lcut_for_search
load_userdict = dt.load_userdict
set_dictionary = dt.set_dictionary
suggest_freq = dt.suggest_freq
tokenize = dt.tokenize

__all__ = [
    "Tokenizer",
    "add_word",
    "cut",
    "cut_for_search",
    "del_word",
    "dt",
    "get_FREQ",
    "initialize",
    "lcut",
    "lcut_for_search",
    "load_userdict",
    "set_dictionary",
    "suggest_freq",
    "tokenize",
]
