"""What the part "Site settings" asks the schema, and tells it to change."""

from typing import Any

from ui.client import Answer, Document, Variant
from ui.components.changing import REFUSAL, Refusal

Value = int | bool | str | None


class SiteSetting(Variant, frozen=True):
    """One setting; its version is 0 while nobody has changed it."""

    name: str
    value: Any
    version: int


class SettingsAnswer(Answer, frozen=True):
    """The answer to SETTINGS."""

    site_settings: tuple[SiteSetting, ...]


class SettingAnswer(Answer, frozen=True):
    """The answer to CHANGE."""

    result: SiteSetting | Refusal


SETTING = "__typename name value version"
SETTINGS = Document(f"query SiteSettings {{ siteSettings {{ {SETTING} }} }}", SettingsAnswer)
CHANGE = Document(
    f"""
    mutation ChangeSiteSetting($id: String!, $version: Int!, $value: JSON) {{
      result: changeSiteSetting(name: $id, version: $version, value: $value) {{
        {REFUSAL} ... on SiteSetting {{ {SETTING} }}
      }}
    }}
    """,
    SettingAnswer,
)
