"""Keras, loaded when it is needed: which backend it gets, and what to do where it is missing."""

from zici._keras._load import load_keras as load_keras

__all__ = ["load_keras"]
