"""scikit-learn, the one thing that TextClassifier can't do without."""

from __future__ import annotations

from zici.errors import MissingExtraError

try:
    from sklearn.base import BaseEstimator as BaseEstimator
    from sklearn.base import ClassifierMixin as ClassifierMixin
    from sklearn.exceptions import NotFittedError as NotFittedError
    from sklearn.utils.metadata_routing import UNUSED as UNUSED
except ImportError as error:
    raise MissingExtraError(
        'TextClassifier needs scikit-learn, which is not installed; run: pip install "zici[classify]"'
    ) from error
