"""The style sheet of the window; `theme` fills in the tones and measures."""

SHEET = """
QWidget#page, QScrollArea#scroller, QWidget#scrolled, QStackedWidget { background: transparent; border: none; }
QFrame#card { background: %(surface)s; border: %(hair)dpx solid %(line)s; border-radius: %(radius)dpx; }
QFrame#card[tone="accent"] { border: %(hair)dpx solid %(accent)s; }
QFrame#top { background: %(surface)s; border: none; border-bottom: %(hair)dpx solid %(line)s; }
QFrame#side { background: %(surface)s; border: none; border-right: %(hair)dpx solid %(line)s; }
QFrame#strip { background: %(surface)s; border: none; border-top: %(hair)dpx solid %(line)s; }
QFrame#rule { background: %(line)s; border: none; }
QFrame#banner { background: %(accent_soft)s; border: none; border-bottom: %(hair)dpx solid %(line)s; }
QFrame#banner[tone="warn"] { background: %(warn_soft)s; }
QFrame#notice { background: %(raised)s; border: %(hair)dpx solid %(line)s; border-radius: %(radius)dpx; }
QFrame#notice[tone="bad"] { background: %(bad_soft)s; border-color: %(bad)s; }
QFrame#notice[tone="warn"] { background: %(warn_soft)s; border-color: %(warn)s; }
QFrame#toast { background: %(toast)s; border: none; border-radius: %(radius)dpx; }
QFrame#toast QLabel { color: %(on_toast)s; }
QFrame#popup { background: %(surface)s; border: %(hair)dpx solid %(edge)s; border-radius: %(radius)dpx; }
QFrame#drop { background: %(raised)s; border: %(hair)dpx dashed %(edge)s; border-radius: %(radius)dpx; }
QFrame#drop:hover, QFrame#drop[over="true"] { background: %(accent_soft)s; border-color: %(accent)s; }
QFrame#drop:focus { border: %(ring)dpx solid %(accent)s; }

QLabel { background: transparent; }
QLabel[tone="muted"] { color: %(muted)s; }
QLabel[tone="accent"] { color: %(accent)s; }
QLabel[tone="good"] { color: %(good)s; }
QLabel[tone="warn"] { color: %(warn)s; }
QLabel[tone="bad"] { color: %(bad)s; }
QLabel#key { color: %(muted)s; background: %(raised)s; border: %(hair)dpx solid %(line)s;
  border-radius: %(xs)dpx; padding: 0 %(xs)dpx; }
QLabel#count { background: %(bad)s; color: %(surface)s; border-radius: %(s)dpx; padding: 0 %(s)dpx; }

QPushButton { background: %(surface)s; color: %(text)s; border: %(hair)dpx solid %(edge)s;
  border-radius: %(small_radius)dpx; padding: %(s)dpx %(m)dpx; }
QPushButton:hover { background: %(hover)s; }
QPushButton:pressed, QPushButton:checked { background: %(accent_soft)s; }
QPushButton:focus { border: %(ring)dpx solid %(accent)s; padding: %(s_in)dpx %(m_in)dpx; }
QPushButton:disabled { color: %(muted)s; background: %(raised)s; border-color: %(line)s; }
QPushButton[kind="primary"] { background: %(accent)s; color: %(on_accent)s; border-color: %(accent)s; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: %(accent_hover)s; }
QPushButton[kind="primary"]:focus { border: %(ring)dpx solid %(text)s; }
QPushButton[kind="primary"]:disabled { background: %(raised)s; color: %(muted)s; border-color: %(line)s; }
QPushButton[kind="danger"] { color: %(bad)s; border-color: %(bad)s; }
QPushButton[kind="danger"]:hover { background: %(bad_soft)s; }
QPushButton[kind="link"] { background: transparent; color: %(accent)s; border: %(hair)dpx solid transparent;
  padding: %(xs)dpx %(xs)dpx; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: %(hair)dpx solid %(accent)s; }
QPushButton[kind="toast"] { background: transparent; color: %(toast_link)s; border: %(hair)dpx solid transparent;
  padding: %(xs)dpx %(s)dpx; }
QPushButton[kind="toast"]:hover, QPushButton[kind="toast"]:focus { border-color: %(toast_link)s; }
QPushButton[kind="bare"] { background: transparent; border: %(ring)dpx solid transparent; padding: %(xs)dpx; }
QPushButton[kind="bare"]:hover { background: %(hover)s; }
QPushButton[kind="bare"]:focus { border-color: %(accent)s; }
QPushButton[kind="pill"] { border-color: %(line)s; border-radius: %(round)dpx; padding: %(xs)dpx %(m)dpx; }
QPushButton[kind="pill"]:checked { background: %(accent)s; color: %(on_accent)s; border-color: %(accent)s; }
QPushButton[kind="pill"]:focus { border: %(ring)dpx solid %(accent)s; padding: %(xs_in)dpx %(m_in)dpx; }
QPushButton[kind="pill"]:checked:focus { border-color: %(text)s; }
QPushButton[kind="nav"] { background: transparent; border: %(ring)dpx solid transparent;
  border-radius: %(small_radius)dpx;
  padding: %(s)dpx; text-align: left; }
QPushButton[kind="nav"]:hover { background: %(hover)s; }
QPushButton[kind="nav"]:checked { background: %(accent_soft)s; color: %(accent)s; }
QPushButton[kind="nav"]:focus { border-color: %(accent)s; }
QPushButton[kind="chooser"] { border-color: %(line)s; text-align: left; padding: %(s)dpx %(m)dpx; }
QPushButton[kind="chooser"]:focus { border: %(ring)dpx solid %(accent)s; padding: %(s_in)dpx %(m_in)dpx; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox { background: %(surface)s; color: %(text)s;
  border: %(hair)dpx solid %(edge)s; border-radius: %(small_radius)dpx; padding: %(xs)dpx %(s)dpx;
  selection-background-color: %(accent)s; selection-color: %(on_accent)s; }
QLineEdit, QComboBox, QSpinBox { min-height: %(field)dpx; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus { border: %(ring)dpx solid %(accent)s;
  padding: %(xs_in)dpx %(s_in)dpx; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] { border-color: %(bad)s; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QLineEdit:read-only {
  background: %(raised)s; color: %(muted)s; border-color: %(line)s; }
QLineEdit#search { border-color: %(line)s; }
QLineEdit#search:focus { border-color: %(accent)s; }
QComboBox::drop-down { border: none; width: %(xl)dpx; }
QComboBox QAbstractItemView, QListView#choices { background: %(surface)s; border: %(hair)dpx solid %(line)s;
  selection-background-color: %(accent_soft)s; selection-color: %(text)s; outline: none; }
QListView#choices { border: none; }
QListView#suggestions { background: %(surface)s; border: %(hair)dpx solid %(edge)s; outline: none; }
QListView#suggestions::item { padding: %(xs)dpx %(s)dpx; }
QListView#suggestions::item:selected { background: %(accent_soft)s; color: %(text)s; }
QListView#choices::item { padding: %(xs)dpx %(s)dpx; border-radius: %(xs)dpx; }
QListView#choices::item:selected { background: %(accent_soft)s; color: %(text)s; }

QTableView { background: %(surface)s; border: none; gridline-color: transparent; outline: none;
  selection-background-color: %(accent_soft)s; selection-color: %(text)s; }
QTableView::item { border: none; border-bottom: %(hair)dpx solid %(line)s; padding: 0 %(s)dpx; }
QTableView::item:selected { background: %(accent_soft)s; }
QCalendarWidget QTableView { selection-background-color: %(accent)s; selection-color: %(on_accent)s; }
QCalendarWidget QTableView::item { border: none; padding: 0; }
QCalendarWidget QTableView::item:selected { background: %(accent)s; color: %(on_accent)s; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: %(surface)s; }
QCalendarWidget QToolButton { background: transparent; border: none; border-radius: %(radius)dpx; color: %(text)s;
  padding: %(xs)dpx %(s)dpx; font-weight: 600; }
QCalendarWidget QToolButton:hover { background: %(raised)s; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QTableView#numbers::item { border-right: %(hair)dpx solid %(line)s; }
QTableView#numbers QHeaderView { background: %(surface)s; }
QTableView#numbers QTableCornerButton::section { background: %(raised)s; border: none;
  border-bottom: %(hair)dpx solid %(line)s; border-right: %(hair)dpx solid %(line)s; }
QTableView#numbers QHeaderView::section { font-size: %(body_pt)spt; }
QTableView#numbers QHeaderView::section:horizontal { font-size: %(caption_pt)spt; }
QTableView#numbers QHeaderView::section:vertical { color: %(text)s; background: %(surface)s; padding: 0 %(cell)dpx;
  border-right: %(hair)dpx solid %(line)s; }
QLineEdit#cell, QLineEdit#cell:focus { min-height: 0; border: %(ring)dpx solid %(accent)s; border-radius: 0;
  padding: 0 %(s)dpx; }
QHeaderView { background: %(raised)s; border: none; }
QHeaderView::section { background: %(raised)s; color: %(muted)s; border: none;
  border-bottom: %(hair)dpx solid %(line)s; padding: %(s)dpx %(cell)dpx; font-size: %(caption_pt)spt; }
QHeaderView::section:hover { color: %(text)s; }
QHeaderView#titles { background: %(surface)s; }
QHeaderView#titles::section { background: %(surface)s; color: %(text)s; font-size: %(body_pt)spt;
  padding: 0 %(cell)dpx; }
QTableCornerButton::section { background: %(raised)s; border: none; border-bottom: %(hair)dpx solid %(line)s; }
QAbstractScrollArea::corner { background: %(surface)s; border: none; }
QTabBar::tab { color: %(muted)s; background: transparent; border: %(ring)dpx solid transparent;
  padding: %(s)dpx %(m)dpx; }
QTabBar::tab:selected { color: %(accent)s; border-bottom-color: %(accent)s; }
QTabBar::tab:selected:focus { border-color: %(accent)s; border-radius: %(xs)dpx; }
QTabWidget::pane { border: none; border-top: %(hair)dpx solid %(line)s; }
QProgressBar { background: %(quiet)s; border: none; border-radius: %(ring)dpx; max-height: %(xs)dpx; }
QProgressBar::chunk { background: %(accent)s; border-radius: %(ring)dpx; }
QScrollBar:vertical { background: transparent; width: %(m)dpx; margin: 0; }
QScrollBar:horizontal { background: transparent; height: %(m)dpx; margin: 0; }
QScrollBar::handle { background: %(quiet)s; border-radius: %(xs)dpx; margin: %(ring)dpx; min-height: %(xl)dpx;
  min-width: %(xl)dpx; }
QScrollBar::handle:hover { background: %(edge)s; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
QToolTip { background: %(toast)s; color: %(on_toast)s; border: none; padding: %(xs)dpx; }
QMenu { background: %(surface)s; border: %(hair)dpx solid %(line)s; padding: %(xs)dpx; }
QMenu::item { padding: %(s)dpx %(l)dpx; border-radius: %(xs)dpx; }
QMenu::item:selected { background: %(accent_soft)s; color: %(text)s; }
"""
