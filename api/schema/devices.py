"""Signed-in devices: the viewer's own sessions."""

from datetime import datetime
from typing import Annotated

import strawberry

from api.schema.context import Info
from api.schema.identifiers import read_id
from api.schema.refusals import Refusal, or_refusal
from models.people import devices
from models.people.devices import Device


@strawberry.type
class SignedInDevice:
    """A browser in which the viewer is signed in."""

    id: strawberry.ID = strawberry.field(description="Ours; it opens nothing.")
    address: str = strawberry.field(description="From where it signed in.")
    user_agent: str = strawberry.field(description="As the browser calls itself.")
    signed_in_at: datetime = strawberry.field(description="When it signed in.")
    last_seen_at: datetime = strawberry.field(
        description="When it was last in use, to within five minutes; an open page is in use."
    )
    is_this: bool = strawberry.field(description="Whether it is the one that asks.")


@strawberry.type
class DeviceSignedOut:
    """What is left after a device was signed out."""

    devices: list[SignedInDevice] = strawberry.field(description="The devices signed in now.")


SignOutDeviceResult = Annotated[
    DeviceSignedOut | Refusal,
    strawberry.union("SignOutDeviceResult", description="What is left, or why nothing was done."),
]


@strawberry.type
class DeviceQuery:
    """Questions about signed-in devices."""

    @strawberry.field
    async def signed_in_devices(self, info: Info) -> list[SignedInDevice]:
        """Where the viewer is signed in, this device first. API tokens may not ask."""
        viewer = await info.context.viewer()
        return [
            _device(each) for each in await devices.signed_in_devices(info.context.site, viewer)
        ]


@strawberry.type
class DeviceMutation:
    """What can be done with signed-in devices."""

    @strawberry.mutation
    async def sign_out_device(self, info: Info, id: strawberry.ID) -> SignOutDeviceResult:
        """End one of the viewer's sessions at once, in all its tabs. API tokens may not do it."""
        return await or_refusal(_sign_out(info, id))


async def _sign_out(info: Info, id: str) -> DeviceSignedOut:
    site, viewer = info.context.site, await info.context.viewer()
    await devices.sign_out_device(site, viewer, read_id(id))
    left = await devices.signed_in_devices(site, viewer)
    return DeviceSignedOut(devices=[_device(each) for each in left])


def _device(device: Device) -> SignedInDevice:
    return SignedInDevice(
        id=strawberry.ID(str(device.id)),
        address=device.address,
        user_agent=device.user_agent,
        signed_in_at=device.signed_in_at,
        last_seen_at=device.last_seen_at,
        is_this=device.is_this,
    )
