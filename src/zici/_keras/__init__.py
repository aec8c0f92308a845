"""Keras, loaded when it is needed: which backend it gets, and what each backend does its own way."""

from zici._keras._arrays import as_array as as_array
from zici._keras._arrays import get_values as get_values
from zici._keras._arrays import old_copies as old_copies
from zici._keras._arrays import set_values as set_values
from zici._keras._backend import load_backend as load_backend
from zici._keras._load import load_keras as load_keras

__all__ = ["as_array", "get_values", "load_backend", "load_keras", "old_copies", "set_values"]
