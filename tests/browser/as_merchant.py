"""Serves the workspace as `streamlit` does, to a client's own reader, who may read reports and what an order opens."""

import sys

from streamlit.web.cli import main

from corpus.viewer import Viewer
from research.pages import opening

opening.LOCAL = Viewer("merchant", "merchant", "local")

if __name__ == "__main__":
    sys.exit(main())
