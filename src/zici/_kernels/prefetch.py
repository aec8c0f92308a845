"""Rows that are asked for before they are needed: they lie anywhere in matrices larger than the caches."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic, overload

LINE = 64  # bytes of a line of the cache
LINES = 7  # of a row: a hundred float32; a longer row's other lines follow by themselves, being read in order


def prefetch(matrix: npt.NDArray[np.float32], row: int) -> None:
    """Ask for the beginning of a row; compiled one instruction a line, interpreted nothing at all."""


@overload(prefetch, strict=False)  # strict would also compare annotations
def _compiled(matrix: Any, row: Any) -> Any:
    return lambda matrix, row: _ask(matrix, row)


def _write_code(context: Any, matrix: Any, row: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(matrix)(context, builder, arguments[0])
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        ask = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        stride = builder.extract_value(array.strides, 0)
        place = context.cast(builder, arguments[1], row, types.intp)
        begin = builder.gep(builder.bitcast(array.data, byte), [builder.mul(place, stride)])
        to_write, near, data = number(1), number(3), number(1)
        for line in range(LINES):
            builder.call(ask, [builder.gep(begin, [number(line * LINE)]), to_write, near, data])
        return context.get_dummy_value()

    return types.void(matrix, row), generate


_ask: Any = intrinsic(_write_code)
