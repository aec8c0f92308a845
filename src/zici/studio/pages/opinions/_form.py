"""The form that trains, measures and compares: which table, which columns, what learns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nicegui import ui

from zici.studio.pages._parts import attempt, complain, soft
from zici.studio.pages._texts import Texts
from zici.studio.runs import RunRequest

if TYPE_CHECKING:
    from zici.studio._studio import Studio
    from zici.studio.runs import Upload

KINDS = ("bag", "linear", "cnn", "lstm", "dgcnn", "rules")
LOSSES = ("hard_margin", "cross_entropy", "softened_margin", "focal")
LABELS = ("label", "labels", "class", "category", "标签", "类别", "分类", "情感")


class Form:
    """The elements of the form.

    Args:
        studio: whose uploads.
        texts: of the page.
    """

    def __init__(self, studio: Studio, texts: Texts) -> None:
        self._studio, self._texts = studio, texts
        self._tables: dict[int, Upload] = {}
        self._none = soft(texts("uploads_none"))
        with ui.element("div").classes("z-fields") as self._fields:
            self._upload = self._select("upload", {}, on_change=self._columns)
            self._text = self._select("text_column", {})
            self._label = self._select("label_column", {})
            self.kind = self._select("kind", {kind: texts(f"kind_{kind}") for kind in KINDS}, value="bag")
            losses = {loss: texts(f"loss_{loss}") for loss in LOSSES}
            self.loss = self._select("loss", losses, value="hard_margin")

    async def refresh(self) -> None:
        """Look which tables there are."""
        uploads = await attempt(self._studio.uploads.list) or []
        self._tables = {each.id: each for each in uploads if each.columns}
        names = {number: f"{each.name} ({number})" for number, each in self._tables.items()}
        value = self._upload.value if self._upload.value in names else next(iter(names), None)
        self._upload.set_options(names, value=value)
        self._none.visible = not names

    def upload(self) -> Upload | None:
        """The table that was chosen, None (and told) where it or a column is missing."""
        found = self._tables.get(self._upload.value)
        if found is None:
            complain(self._texts("upload_choose"))
        elif None in (self._text.value, self._label.value) or self._text.value == self._label.value:
            complain(self._texts("columns_choose"))
        else:
            return found
        return None

    def request(self, kind: str, **options: Any) -> RunRequest | None:
        """A run on the table, None where something is missing."""
        found = self.upload()
        if found is None:
            return None
        more = {"label": self._label.value, **options}
        return RunRequest(uploads=(found.id,), column=self._text.value, options=more, kind=kind)

    def reading(self) -> dict[str, Any]:
        """The columns, by the names of parameters."""
        return {"text": self._text.value, "label": self._label.value}

    def _select(self, name: str, options: dict[Any, str], **more: Any) -> ui.select:
        made = ui.select(options, label=self._texts(name), **more)
        return made.props("outlined dense options-dense")

    def _columns(self) -> None:
        found = self._tables.get(self._upload.value)
        names = [] if found is None else [name for name in found.columns if name]
        text, label = guessed(names, None if found is None else found.column)
        for field, value in ((self._text, text), (self._label, label)):
            field.set_options({name: name for name in names}, value=value)


def guessed(names: list[str], text: str | None) -> tuple[str | None, str | None]:
    """Which columns are probably meant: of the text, and of the label.

    Example:
        >>> guessed(["label", "text_a"], None), guessed(["id", "review", "标签"], "review")
        (('text_a', 'label'), ('review', '标签'))
    """
    label = next((name for name in names if name.lower() in LABELS), None)
    others = [name for name in names if name not in (text, label)]
    if label is None and text is not None and len(others) == 1:
        label = others[0]
    elif text is None and label is not None and len(others) == 1:
        text = others[0]
    return text, label
