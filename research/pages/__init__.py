"""The workspace's screens. A page chooses, asks one function and draws; nothing is computed here."""
