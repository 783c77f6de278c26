"""Serves the workspace as `streamlit` does, to a colleague who is no curator: pages know one person only, who may all."""

import sys

from streamlit.web.cli import main

from corpus.viewer import Viewer
from research.pages import opening

opening.LOCAL = Viewer("colleague", "researcher", "local")

if __name__ == "__main__":
    sys.exit(main())
