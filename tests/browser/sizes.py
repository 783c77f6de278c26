"""The windows scenarios are walked in, and how long they wait."""

from playwright.sync_api import ViewportSize

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SLOW = 120_000  # milliseconds: long work on a busy machine
