"""What PyTorch does its own way."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from zici._keras._load import load_keras


def gradient(function: Callable[..., Any]) -> Callable[..., Any]:
    """The slope by x of a function ``(x, *more) -> scalar`` of tensors, a function of the same arguments."""
    torch: Any = importlib.import_module("torch")

    def slope(x: Any, *more: Any) -> Any:
        point = load_keras().ops.convert_to_tensor(x).detach().requires_grad_(True)
        with torch.enable_grad():
            return torch.autograd.grad(function(point, *more), point)[0]

    return slope
