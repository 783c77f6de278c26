"""Walking the workspace's screens without a browser: opening one, pressing its buttons, reading what it says."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"


def walk(screen: str, **query: str) -> AppTest:
    """A screen, opened at an address with this query."""
    app = AppTest.from_file(str(APP), default_timeout=60)
    if screen != "home":
        app.switch_page(f"research/pages/{screen}.py")
    for name, value in query.items():
        app.query_params[name] = value
    return run(app)


def run(app: AppTest, *_done: object) -> AppTest:
    """Run the screen again after what was done to its widgets."""
    return fine(app.run())


def press(app: AppTest, key: str) -> AppTest:
    return fine(app.button(key=key).click().run())


def fine(app: AppTest) -> AppTest:
    """The screen, which must not have raised anything."""
    assert not app.exception, app.exception
    return app


def said(app: AppTest) -> str:
    """All that the screen says, without its buttons and inputs."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.info, app.warning, app.code)
    bars = [element.proto.text for element in app.get("progress")]
    return "\n".join([*(element.value for kind in kinds for element in kind), *bars])


def asked(app: AppTest, name: str) -> str:
    """What the address asks for under a name; "" when nothing."""
    found = app.query_params.get(name, "")
    return found if isinstance(found, str) else found[0]


def keys(app: AppTest, start: str = "") -> list[str]:
    """The keys of the buttons that begin so."""
    return [str(button.key) for button in app.button if button.key and button.key.startswith(start)]
