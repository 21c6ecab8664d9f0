"""Every text on screen in English, a file for each part of the product; no name stands in two of them.

A second language is a second module or package with these names.
"""

from ui.texts.en.administration import *  # noqa: F403  # their names are the catalogue
from ui.texts.en.call_management import *  # noqa: F403  # their names are the catalogue
from ui.texts.en.calls import *  # noqa: F403  # their names are the catalogue
from ui.texts.en.contacts import *  # noqa: F403  # their names are the catalogue
from ui.texts.en.desktop import *  # noqa: F403  # their names are the catalogue
from ui.texts.en.entrance import *  # noqa: F403  # their names are the catalogue
from ui.texts.en.frame import *  # noqa: F403  # their names are the catalogue
from ui.texts.en.logs import *  # noqa: F403  # their names are the catalogue
from ui.texts.en.scripts import *  # noqa: F403  # their names are the catalogue
from ui.texts.en.shared import *  # noqa: F403  # their names are the catalogue
from ui.texts.en.users import *  # noqa: F403  # their names are the catalogue
from ui.texts.en.wallboard import *  # noqa: F403  # their names are the catalogue

LANGUAGE = "en"
