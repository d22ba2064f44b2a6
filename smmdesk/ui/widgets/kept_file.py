"""A file that is kept inside the workspace: dropped or chosen, shown with its name and picture, taken away again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smmdesk.ui import theme
from smmdesk.ui.widgets.drop_area import DropArea
from smmdesk.ui.widgets.text import Button, Elided, Text

WIDEST = 28  # characters that a picture is wide at most: narrow panels hold it


class KeptFile(QWidget):
    """Takes one file by drop, click or key. `chosen` tells its path, `removed` and `opened` what was asked."""

    chosen = Signal(object)
    removed = Signal()
    opened = Signal()

    def __init__(self, label: str, *, empty: str, another: str, remove: str, open_: str = "", kinds: str = "") -> None:
        super().__init__()
        self._empty, self._another = empty, another
        self._picture = Text("")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._picture.setAccessibleName(label)
        self._name = Elided("", "body")
        self._open = Button(open_, self.opened.emit, kind="link") if open_ else None
        self._remove = Button("", self.removed.emit, icon="close", kind="bare", tip=remove)
        self.area = DropArea(empty, kinds=kinds, several=False, icon="file")
        self.area.dropped.connect(lambda paths: self.chosen.emit(paths[0]))
        self._error = Text("", "caption", "bad", wrap=True)
        self._is_writable = True
        self._shown = ""

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        if label:
            column.addWidget(Text(label, "caption", "muted"))
        column.addWidget(self._picture)
        line = QHBoxLayout()
        line.setSpacing(theme.XS)
        line.addWidget(self._name, 1)
        if self._open is not None:
            line.addWidget(self._open)
        line.addWidget(self._remove)
        column.addLayout(line)
        column.addWidget(self.area)
        column.addWidget(self._error)
        self.show_file("", None)

    def show_file(self, name: str, picture: bytes | None) -> None:
        """Show what is kept: its name and, for a picture, the picture; an empty name means nothing."""
        self._shown = name
        self._name.setText(name)
        self._name.setVisible(bool(name))
        self._remove.setVisible(bool(name) and self._is_writable)
        if self._open is not None:
            self._open.setVisible(bool(name))
        drawn = preview(picture, theme.characters(WIDEST), theme.line_height() * 4) if picture else QPixmap()
        self._picture.setPixmap(drawn)
        self._picture.setVisible(not drawn.isNull())
        self.area.set_text(self._another if name else self._empty)
        self.show_error("")

    def show_error(self, text: str) -> None:
        """Say below why a file was refused; an empty text takes it away."""
        self._error.setText(text)
        self._error.setVisible(bool(text))
        self.area.setAccessibleDescription(text)

    def set_writable(self, is_writable: bool, reason: str = "") -> None:
        """Let files be taken, or not, with the reason."""
        self._is_writable = is_writable
        self.area.setEnabled(is_writable)
        self.area.setToolTip(theme.plain_tip(reason))
        self._remove.setVisible(bool(self._shown) and is_writable)

    def choose(self, path: Path) -> None:
        """Take a file as if it were dropped."""
        self.chosen.emit(path)


def preview(content: bytes, width: int, height: int) -> QPixmap:
    """Draw a kept picture (PNG, JPEG or SVG) into a box, in its own proportions; nothing where it cannot be drawn."""
    box = QSize(width, height)
    ratio = 2
    if b"<svg" in content[:4_000]:
        renderer = QSvgRenderer(QByteArray(content))
        size = renderer.defaultSize().scaled(box, Qt.AspectRatioMode.KeepAspectRatio)
        if not renderer.isValid() or size.isEmpty():
            return QPixmap()
        drawn = QPixmap(size * ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        renderer.render(painter)
        painter.end()
    else:
        buffer = QBuffer()
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
        reader.setAutoTransform(True)
        reader.setScaledSize(reader.size().scaled(box * ratio, Qt.AspectRatioMode.KeepAspectRatio))
        image: QImage = reader.read()
        if image.isNull():
            return QPixmap()
        drawn = QPixmap.fromImage(image)
    drawn.setDevicePixelRatio(ratio)
    return drawn
