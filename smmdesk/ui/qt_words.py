"""Qt's own words (Copy and Paste in the menus of fields, the buttons of its dialogs) in the window's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

_installed: list[QTranslator] = []


def use_language(code: str) -> None:
    """Let Qt speak a language; English is what it speaks by itself."""
    while _installed:
        QCoreApplication.removeTranslator(_installed.pop())
    words = QTranslator()
    if code != "en" and words.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        QCoreApplication.installTranslator(words)
        _installed.append(words)
