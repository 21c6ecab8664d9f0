"""Site settings, as GraphQL shows and changes them."""

from typing import Annotated, cast

import strawberry
from strawberry.scalars import JSON

from api.schema.context import Info
from api.schema.refusals import Refusal, or_refusal
from models import settings
from models.settings import OneSetting, SettingValue


@strawberry.type
class SiteSetting:
    """What an administrator may change while the site runs."""

    name: str = strawberry.field(description="Such as repeat_window_seconds.")
    value: JSON | None = strawberry.field(description="A number, true or false, a text, or null.")
    version: int = strawberry.field(description="0 for the default; grows with each change.")


SiteSettingResult = Annotated[
    SiteSetting | Refusal,
    strawberry.union("SiteSettingResult", description="The setting now, or why it is as before."),
]


@strawberry.type
class SiteSettingQuery:
    """Questions about the site."""

    @strawberry.field
    async def site_settings(self, info: Info) -> list[SiteSetting]:
        """Every site setting."""
        await info.context.viewer()
        return [_setting(each) for each in await settings.read_settings()]


@strawberry.type
class SiteSettingMutation:
    """What administrators can do with the site."""

    @strawberry.mutation
    async def change_site_setting(
        self, info: Info, *, name: str, version: int, value: JSON | None = None
    ) -> SiteSettingResult:
        """Change a setting over the version that was on screen; it holds everywhere within seconds."""
        return await or_refusal(_change(info, name, cast("SettingValue", value), version))


async def _change(info: Info, name: str, value: SettingValue, version: int) -> SiteSetting:
    site, viewer = info.context.site, await info.context.viewer()
    await settings.change_setting(site, viewer, name, value, version=version)
    changed = next(each for each in await settings.read_settings() if each.name == name)
    return _setting(changed)


def _setting(setting: OneSetting) -> SiteSetting:
    return SiteSetting(
        name=setting.name, value=cast("JSON | None", setting.value), version=setting.version
    )
