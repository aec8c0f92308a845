"""A pre-tokenizer for Hugging Face ``tokenizers``: subwords that never cross the words of a segmenter."""

from zici.segment._huggingface import pre_tokenizer as pre_tokenizer

__all__ = ["pre_tokenizer"]
