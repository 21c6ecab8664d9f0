"""Keep the focus near when an update takes away what has it: static/keep-focus.js gives it to the heading inside."""

from reactpy import Vdom

keep_focus = Vdom("keep-focus")
"""Holds an element with the tabindex -1, which is where the focus goes."""
