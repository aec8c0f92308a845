"""The models that TextClassifier knows by name; each is imported when it is asked for."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any, NamedTuple, cast

import numpy as np

from zici.classify._model import Model
from zici.errors import OptionError
from zici.vectors import WordVectors


class Kind(NamedTuple):
    """Where a model lives.

    Attributes:
        module: the module that has both classes.
        model: the name of its class.
        options: the name of the frozen dataclass of its options.
        fixed: fields of the options that its name stands for.
        margin: of the hard margin, where none is asked for: a sum of n-grams gains by pushing longer than a
            network, which learns its training texts by heart.
    """

    module: str
    model: str
    options: str
    fixed: Mapping[str, Any] = MappingProxyType({})
    margin: float = 0.6


KNOWN = {
    "bag": Kind("zici.classify.bag", "BagModel", "BagOptions", margin=0.9),
    "linear": Kind("zici.classify.linear", "LinearModel", "LinearOptions", margin=0.9),
    "rules": Kind("zici.classify.rules", "RulesModel", "RulesOptions"),
    **{
        name: Kind("zici.classify.networks", "NetworkModel", "NetworkOptions", {"kind": name})
        for name in ("cnn", "lstm", "dgcnn")
    },
}


def find_kind(name: Any) -> Kind:
    """The model of a name.

    Raises:
        OptionError: there is none.
    """
    if not isinstance(name, str) or name not in KNOWN:
        raise OptionError(f"model: expected one of {', '.join(KNOWN)}, got {name!r}")
    return KNOWN[name]


def model_class(name: Any) -> type[Model]:
    """The class of a model, imported."""
    kind = find_kind(name)
    return cast(type[Model], getattr(importlib.import_module(kind.module), kind.model))


def make_options(name: Any, asked: Any, *, epochs: Any = None) -> Any:
    """The options of a model.

    Args:
        name: of the model.
        asked: the dataclass, a mapping of its fields, or None.
        epochs: the number of epochs, or None: the model's own.

    Raises:
        OptionError: the model doesn't have such options, or a value is outside its range.
    """
    kind = find_kind(name)
    options = getattr(importlib.import_module(kind.module), kind.options)
    known = [field.name for field in fields(options) if field.name not in kind.fixed]
    if isinstance(asked, options):
        made = replace(asked, **kind.fixed)
    elif asked is None or isinstance(asked, Mapping):
        asked = dict(asked or {})
        for key in asked:
            if key not in known:
                raise OptionError(f"options: {key!r} is no option of {name!r}, which has {', '.join(known)}")
        made = options(**kind.fixed, **asked)
    else:
        kind_of = type(asked).__name__ if is_dataclass(asked) else repr(asked)
        raise OptionError(f"options: expected {kind.options} or a dict for model {name!r}, got {kind_of:.60}")
    if epochs is None:
        return made
    if "epochs" not in known:
        raise OptionError(f"epochs: the model {name!r} has no epochs; leave it None")
    return replace(made, epochs=int(epochs) if isinstance(epochs, np.integer) else epochs)


def make_model(name: Any, options: Any, tokens: Any, vectors: Any, texts: Sequence[str]) -> Model:
    """A model that is not trained yet, with the tokenizer that is made for the training texts.

    Raises:
        OptionError: the model doesn't begin with vectors, or there is no such tokenizer.
        EmptyError: words are asked for, and the texts have none.
    """
    from zici.classify.features import make_tokenizer

    model: Any = model_class(name)
    more = {} if vectors is None else {"vectors": vectors}
    if more and "vectors" not in inspect.signature(model).parameters:
        raise OptionError(f"vectors: the model {name!r} has no vectors of tokens; leave it None")
    if more and not isinstance(vectors, WordVectors):
        raise OptionError(f"vectors: expected WordVectors or None, got {vectors!r:.60}")
    if isinstance(tokens, str) and tokens == "auto":
        tokens = getattr(model, "default_tokens", "char")
    return cast(Model, model(options, make_tokenizer(tokens, texts), **more))
