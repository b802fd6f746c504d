"""Tries the window: Qt and its platform, fonts, and every page shown once with a run in training."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import PySide6
from PySide6.QtCore import QEventLoop, QLibraryInfo, QPluginLoader, QTimer, qVersion
from PySide6.QtGui import QFontInfo, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget

from sopwizard.domain import wizard
from sopwizard.domain.model.choices import MapId
from sopwizard.domain.selftest import Part, Piece, State
from sopwizard.services.actions import Action
from sopwizard.services.job import Job
from sopwizard.services.selftest import FailedError, Probe
from sopwizard.ui.start import application, dismiss
from sopwizard.ui.window import Window
from sopwizard.ui.wiring import Wiring

_PATIENCE = 60_000
"""Milliseconds that one read or write of a training environment may take."""


def platform(*, display: bool) -> Probe:
    """Qt starts. ``display``: whether there is one; without, Qt's platform for none was asked for by the caller."""

    def probe(_job: Job) -> Part:
        _loadable(window=True)
        application()
        facts = (("version", qVersion()), ("platform", QGuiApplication.platformName()))
        return Part(Piece.PLATFORM, State.OK if display else State.LIMITED, facts)

    return probe


def _loadable(*, window: bool) -> None:
    """The platforms of Qt that are needed are there, and the X11 one has what it needs itself. Asked before Qt starts,
    which would end the process, and name a library that may well be there. ``window``: also where there is no display.
    """
    if sys.platform in {"win32", "darwin"} or QApplication.instance() is not None:
        return
    plugins = _platforms()
    there = {file.name for file in plugins.glob("libq*.so")}
    unseen = os.environ.get("QT_QPA_PLATFORM") == "offscreen"
    if unseen and "libqoffscreen.so" not in there:
        raise FailedError(f"Qt's platform for no display is missing: {plugins / 'libqoffscreen.so'}")
    if unseen and not window:
        return
    if not any(name.startswith(("libqxcb", "libqwayland")) for name in there):
        raise FailedError(f"Qt's platform for windows is missing: {plugins / 'libqxcb.so'}")
    loader = QPluginLoader(str(plugins / "libqxcb.so"))
    if "libqxcb.so" in there and not loader.load():
        raise FailedError(loader.errorString())


def _platforms() -> Path:
    """Where Qt's platforms are: in PySide6's own folder, or else where Qt says. Of a folder with a comma in its name it
    says half.
    """
    own = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
    return own if own.is_dir() else Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforms")


def fonts(_job: Job) -> Part:
    """There is a font, and its letters are not empty boxes."""
    _loadable(window=False)
    application()
    from PySide6.QtGui import QFontDatabase  # noqa: PLC0415  Qt has to be started first

    families = QFontDatabase.families()
    font = QApplication.font()
    if not families or _drawn("A") == _drawn("\U0010fffd"):
        raise FailedError("no font has letters; on Linux, install fonts-dejavu-core")
    return Part(Piece.FONTS, State.OK, (("family", QFontInfo(font).family()), ("families", len(families))))


def _drawn(letter: str) -> QImage:
    from PySide6.QtWidgets import QLabel  # noqa: PLC0415  as above

    label = QLabel(letter)
    label.resize(40, 40)
    return label.grab().toImage()


def pages(wiring: Wiring) -> Probe:
    """Every page of the wizard and of the area beside it, and the run between them. ``wiring``: training only."""

    def probe(job: Job) -> Part:
        _loadable(window=False)
        app = application()
        window = Window(wiring)
        try:
            with _bugs() as bugs:
                window.show()
                shown = _walk(app, window, job)
            if bugs:
                raise bugs[0]
            return Part(Piece.PAGES, State.OK, (("pages", shown),))
        finally:
            dismiss(window)

    return probe


@contextmanager
def _bugs() -> Iterator[list[BaseException]]:
    """What went wrong in a page's own code: Qt calls that, and would only have it printed."""
    found: list[BaseException] = []
    before = sys.excepthook
    sys.excepthook = lambda _kind, error, _trace: found.append(error)
    try:
        yield found
    except FailedError as error:
        raise (found[0] if found else error) from None
    finally:
        sys.excepthook = before


def _walk(app: QApplication, window: Window, job: Job) -> int:
    shown = [_look(app, window, "environment")]
    _do(window, Action.SURVEY)
    window.draft = window.draft.with_choices(replace(window.draft.choices, map_id=MapId.DYNAMICS365))
    for step in wizard.Page:
        if step not in {wizard.Page.ENVIRONMENT, wizard.Page.RESULT}:
            job.check()
            window.go(step)
            shown.append(_look(app, window, step.value))
    _do(window, Action.APPLY)
    if window.page is not wizard.Page.RESULT or window.draft.outcome is None:
        raise FailedError("a run in training did not come to its result")
    if not all(verdict.ok for verdict in window.draft.outcome.verdicts or ()):
        raise FailedError("a run in training was not verified")
    shown.append(_look(app, window, "result"))
    return len(shown) + _explore(app, window)


def _explore(app: QApplication, window: Window) -> int:
    from sopwizard.ui.explore.area import ExploreArea, Topic  # noqa: PLC0415  as the window does it

    window.explore()
    _look(app, window, "explore")
    area = window.stack.currentWidget()
    if not isinstance(area, ExploreArea):
        raise FailedError("the area beside the wizard was not shown")
    for topic in Topic:
        area.open(topic)
        _look(app, window, topic.value)
    return 1 + len(Topic)


def _do(window: Window, action: Action) -> None:
    """Begin something and wait for its end."""
    loop = QEventLoop()
    for signal in (window.tasks.finished, window.tasks.failed, window.tasks.stopped, window.tasks.broke):
        signal.connect(loop.quit)
    QTimer.singleShot(_PATIENCE, loop, loop.quit)
    window.ask(action)
    if window.tasks.busy:
        loop.exec()
    if window.tasks.busy:
        raise FailedError(f"{action.value}: no end after {_PATIENCE // 1000} s")
    if window.notice is not None:
        said = window.notice if isinstance(window.notice, str) else window.notice.happened
        raise FailedError(f"{action.value}: {said}")


def _look(app: QApplication, window: Window, name: str) -> str:
    """That page is what is seen, and something is painted on it."""
    app.processEvents()
    page = window.stack.currentWidget()
    if page is None or not page.isVisible():
        raise FailedError(f"{name} is not shown")
    if _is_blank(page):
        raise FailedError(f"{name} is blank")
    return name


def _is_blank(page: QWidget) -> bool:
    image = page.grab().toImage()
    first = image.pixel(0, 0)
    return all(image.pixel(x, y) == first for x in range(0, image.width(), 3) for y in range(0, image.height(), 3))
