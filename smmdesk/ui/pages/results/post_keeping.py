"""Keeping what the user gives posts, tags and pictures, each with Undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage

from smmdesk.core import formats
from smmdesk.core.errors import UserError
from smmdesk.core.i18n import _, ngettext
from smmdesk.domain.files import read_source
from smmdesk.domain.results.post_marks import TagChange, add_tag, remove_tag, set_picture, take_back
from smmdesk.ui.context import Context
from smmdesk.ui.pages.results.post_panel import PostPanel
from smmdesk.ui.pages.results.posts_table import are_pictures


class MarkKeeper(QObject):
    """Writes tags and pictures. `kept` tells that they are others now; refusals are said in the panel."""

    kept = Signal()

    def __init__(self, context: Context, panel: PostPanel) -> None:
        super().__init__(panel)
        self.context = context
        self.panel = panel

    def add_tag(self, ids: Sequence[int], tag: str) -> None:
        """Give posts a tag."""
        if ids:
            self.context.tasks.write(
                partial(add_tag, ids, tag), self._on_tagged, self.panel.tags.show_error, owner=self
            )

    def remove_tag(self, ids: Sequence[int], tag: str) -> None:
        """Take a tag from posts."""
        if ids:
            self.context.tasks.write(
                partial(remove_tag, ids, tag), self._on_tagged, self.panel.tags.show_error, owner=self
            )

    def keep_file(self, post_id: int | None, path: Path) -> None:
        """Give a post the picture of a file."""
        self._keep(post_id, partial(read_source, path), path.name)

    def remove_picture(self, post_id: int | None) -> None:
        """Take a post's picture away."""
        self._keep(post_id, None, "")

    def paste(self, post_id: int | None) -> None:
        """Take the picture of the clipboard, or the picture file that was copied, for a post."""
        if post_id is None or not self.context.writable:
            return
        held = QGuiApplication.clipboard().mimeData()
        paths = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
        if are_pictures(paths):
            self.keep_file(post_id, paths[0])
            return
        image: QImage = QGuiApplication.clipboard().image()
        if image.isNull():
            self.context.notify.say(_("The clipboard holds no picture."))
            return
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # pyright: ignore[reportArgumentType, reportCallIssue]
        self._keep(post_id, lambda: bytes(content.data()), _("pasted picture"))

    def _keep(self, post_id: int | None, content: Callable[[], bytes] | None, name: str) -> None:
        if post_id is None:
            return

        def keep() -> Any:
            return set_picture(post_id, None if content is None else content(), name)

        said = _("The picture is kept with the post.") if content is not None else _("The picture is taken away.")
        self.context.tasks.write(
            keep,
            lambda change: self._on_kept(said, partial(take_back, change)),
            self._on_picture_refused,
            label=_("Keeping the picture"),
            owner=self,
        )

    def _on_tagged(self, change: TagChange) -> None:
        count = len(change.external_ids)
        if change.is_added:
            words = ngettext("{n} post has the tag {tag} now.", "{n} posts have the tag {tag} now.", count)
        else:
            words = ngettext("The tag {tag} is taken from {n} post.", "The tag {tag} is taken from {n} posts.", count)
        said = words.format(n=formats.number(count), tag=change.tag)
        if not count:
            said = _("All of them have the tag {tag} already.").format(tag=change.tag)
        self._on_kept(said, partial(take_back, change) if count else None)

    def _on_kept(self, said: str, undo: Callable[[], Any] | None) -> None:
        self.kept.emit()

        def back() -> None:
            assert undo is not None
            self.context.tasks.write(undo, lambda _none: self.kept.emit(), owner=self)

        self.context.notify.say(said, back if undo is not None else None)

    def _on_picture_refused(self, error: UserError) -> None:
        if self.panel.picture.isVisible():
            self.panel.picture.show_error(error.sentence())
        else:
            self.context.notify.error(error)
