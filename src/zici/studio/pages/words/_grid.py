"""The table of words: AG Grid that asks the API for the rows in sight."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nicegui import ui

from zici.studio.pages._parts import add_files

from ._view import View

BLOCK = 100  # rows of one request
_WIDTHS = {"count": 98, "length": 66, "pmi": 74}
_WHOLE = ("count", "length")


def script(view: View) -> None:
    """The page's script with its settings; ``<`` is escaped, so that no text ends a script or begins one."""
    settings = {"columns": view.columns, "filters": view.filters.params()}
    told = json.dumps(settings).replace("<", "\\u003c")
    ui.add_head_html(f'<script type="application/json" id="words-settings">{told}</script>')
    add_files(Path(__file__).parent, "words.css", "words.js")


def grid(view: View, sort: str) -> ui.aggrid:
    """Make the table; ``sort`` is a column's name, after ``-`` where the largest come first."""
    made = ui.aggrid(_options(view, sort), auto_size_columns=False, theme="quartz").classes("z-grid")
    made.props["role"] = "region"
    made.props["aria-label"] = view.texts("grid")
    return made


def _options(view: View, sort: str) -> dict[str, Any]:
    texts = view.texts
    return {
        "columnDefs": [
            _word(view, sort),
            *(_number(view, name, sort) for name in view.columns),
            _status(view, sort),
        ],
        "defaultColDef": {
            "resizable": True,
            "suppressMovable": True,
            "sortingOrder": ["desc", "asc"],
            "wrapHeaderText": True,
            "autoHeaderHeight": True,
        },
        "selectionColumnDef": {"width": 38, "resizable": False},
        "rowModelType": "infinite",
        "cacheBlockSize": BLOCK,
        "maxBlocksInCache": 20,
        "infiniteInitialRowCount": 1,
        "blockLoadDebounceMillis": 60,
        "rowHeight": 32,
        "headerHeight": 34,
        "animateRows": False,
        "suppressMultiSort": False,
        "rowSelection": {
            "mode": "multiRow",
            "checkboxes": True,
            "headerCheckbox": False,
            "enableClickSelection": True,
        },
        "rowClassRules": {
            "z-accepted": "data && data.status === 'accepted'",
            "z-rejected": "data && data.status === 'rejected'",
            "z-moved": "data && ['renamed', 'merged'].includes(data.status)",
        },
        "localeText": {"loadingOoo": texts("loading"), "noRowsToShow": texts("no_rows")},
        ":getRowId": "(row) => row.data.word",
        ":datasource": "ziciWords.datasource",
        ":navigateToNextCell": "ziciWords.navigate",
        ":onGridReady": "ziciWords.ready",
        ":onSelectionChanged": "ziciWords.selected",
        ":onRowClicked": "ziciWords.clicked",
        ":onCellKeyDown": "ziciWords.keyed",
        ":onSortChanged": "() => ziciWords.sorted()",
    }


def _sorted(name: str, sort: str) -> dict[str, Any]:
    if sort.removeprefix("-") != name:
        return {}
    return {"sort": "desc" if sort.startswith("-") else "asc"}


def _word(view: View, sort: str) -> dict[str, Any]:
    return {
        "field": "word",
        "headerName": view.texts("word"),
        "minWidth": 110,
        "flex": 2,
        "cellClass": "z-word",
        "sortingOrder": ["asc", "desc"],
        **_sorted("word", sort),
    }


def _number(view: View, name: str, sort: str) -> dict[str, Any]:
    digits = 0 if name in _WHOLE else 2
    return {
        "field": name,
        "headerName": view.name(name),
        "width": _WIDTHS.get(name, 86),
        "type": "rightAligned",
        "cellClass": ["z-number", "ag-right-aligned-cell"],
        # A name with a dot or a quote is a key like any other.
        ":valueGetter": f"(row) => row.data?.[{json.dumps(name)}]",
        ":valueFormatter": f"(row) => ziciWords.number(row.value, {digits})",
        **_sorted(name, sort),
    }


def _status(view: View, sort: str) -> dict[str, Any]:
    said = {
        "accepted": "✓ " + view.texts("accepted"),
        "rejected": "✗ " + view.texts("rejected"),
        "renamed": "→ ",
        "merged": "⊕ ",
    }
    return {
        "field": "status",
        "headerName": view.texts("status"),
        "minWidth": 112,
        "flex": 1,
        "cellClass": "z-status",
        "sortingOrder": ["asc", "desc"],
        **_sorted("status", sort),
        ":valueFormatter": f"(row) => ({json.dumps(said, ensure_ascii=False)}[row.value] ?? '')"
        " + (row.data?.target ?? '')",
    }
