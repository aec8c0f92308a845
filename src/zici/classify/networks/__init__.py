"""Networks that read a text unit by unit, in Keras: LSTM, convolutions, gated dilated convolutions."""

from zici.classify.networks._model import NetworkModel as NetworkModel
from zici.classify.networks._options import NetworkOptions as NetworkOptions
from zici.classify.networks._train import Epoch as Epoch

__all__ = ["Epoch", "NetworkModel", "NetworkOptions"]
