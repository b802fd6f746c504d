"""A window with nothing in it: what the program's bundle is measured against."""

import sys

from PySide6.QtWidgets import QApplication, QWidget

app = QApplication(sys.argv)
window = QWidget()
window.resize(1120, 760)
window.show()
sys.exit(app.exec())
