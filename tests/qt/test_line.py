"""What threads tell arrives in the window's thread, or nowhere: whoever should have heard may be gone."""

import os
import subprocess
import sys
import threading

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from sopwizard.services.job import Job
from sopwizard.ui.tasks import Tasks

TALKERS = """
import threading, time
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete
from sopwizard.services.job import Progress
from sopwizard.ui.tasks import Tasks

app = QApplication([])

def talk(job):
    end = time.monotonic() + 0.05
    while time.monotonic() < end:
        job._report(Progress("", 0, 0))

for number in range(200):
    page = QWidget()
    tasks = Tasks(page)
    tasks.start(talk, "talker")
    listened = time.monotonic() + 0.003 * (number % 5)
    while time.monotonic() < listened:
        app.processEvents()
    if number % 2:
        tasks.abandon()
    if number % 3:
        delete(page)
    else:
        page.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
"""


def test_pages_and_the_program_may_go_while_threads_still_talk() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-X", "faulthandler", "-c", TALKERS]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.stderr.replace("This plugin does not support propagateSizeHints()\n", "") == ""
    assert done.returncode == 0


def test_what_comes_too_late_is_heard_by_nobody(qtbot: QtBot, qapp: QApplication) -> None:
    tasks, said = Tasks(), threading.Event()

    def work(_job: Job) -> None:
        said.set()

    heard: list[object] = []
    tasks.finished.connect(heard.append)
    tasks.start(work, "late")
    assert said.wait(5)
    delete(tasks)
    qapp.processEvents()
    qtbot.wait(1)
    assert heard == []
