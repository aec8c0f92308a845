"""Texts that make n-grams repeat: few characters, many breaks."""

from __future__ import annotations

from hypothesis import strategies as st

ALPHABET = "共和国党各项目K线5G9，\n 𠮷"

texts = st.lists(st.text(alphabet=ALPHABET, max_size=40), max_size=6).filter(
    lambda docs: any(ch in "共和国党各项目K线5G9𠮷" for doc in docs for ch in doc)
)
