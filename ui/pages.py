"""The addresses of the pages: which component stands where.

Each page has an address of its own that the server answers; no router changes pages in the browser.
A full load loses nothing: the beacon's subscription begins with the current state, and whoever
leaves the desktop sends unsaved text on the way out (static/boot.js). In return the address, the
title, the focus and the back button are right without any code, and a page that broke is gone.
"""

from collections.abc import Callable
from typing import Any

from litestar import Response, Router, get, route
from litestar.enums import HttpMethod
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from api import auth
from ui import texts
from ui.account.page import ACCOUNT, Account
from ui.administration.addresses import ADMINISTRATION
from ui.administration.page import Administration
from ui.admission import Admission
from ui.assets import files, static_files
from ui.calls.page import CALLS, Calls
from ui.contacts.listing import PATH as CONTACTS
from ui.contacts.page import Contacts
from ui.customize.exchange.file import call_management_file
from ui.customize.page import CALL_MANAGEMENT, CallManagement
from ui.desktop import HOME, Desktop
from ui.gallery import Gallery
from ui.graphiql import graphiql_page
from ui.interim_beacon import interim_beacons
from ui.languages import InTheReadersLanguage
from ui.mount import reactpy_mount
from ui.not_found import NotFound
from ui.page import SECURITY_HEADERS, page
from ui.password import PATH, password_routes
from ui.sign_in import PageRequest, go_by_way_of, sign_in_first, sign_in_routes, with_session
from ui.wallboard.page import WALLBOARD, Wallboard

# Of two rules that weigh the same the later one holds, so their order counts.
STYLESHEETS = (
    "vendor/bootstrap-reboot.min.css",
    "styles/look.css",
    "styles/toolbar.css",
    "styles/beacon.css",
    "styles/call-tabs.css",
    "styles/workspace.css",
    "styles/script.css",
    "styles/record.css",
    "styles/narrow-desktop.css",
    "styles/components.css",
    "styles/sign-in.css",
    "styles/customize.css",
    "styles/script-editor.css",
    "styles/calls.css",
    "styles/administration.css",
    "styles/contacts.css",
    "styles/wallboard.css",
)
SCRIPTS = (
    "call-beacon.js",
    "call-form.js",
    "call-tabs.js",
    "call-timer.js",
    "choose-all.js",
    "combo-box.js",
    "contact-file.js",
    "copy-text.js",
    "disclose-set.js",
    "draft-choice.js",
    "draft-status.js",
    "edit-form.js",
    "file-text.js",
    "filter-form.js",
    "focus-on.js",
    "follow-up.js",
    "in-sight.js",
    "keep-focus.js",
    "keep-place.js",
    "kept-form.js",
    "merge-fields.js",
    "open-dialog.js",
    "page-address.js",
    "revealed-value.js",
    "script-editor.js",
    "tab-set.js",
    "text-status.js",
)
ICON = "favicon.svg"
GALLERY = "/developers/components"
ANY_METHOD = [HttpMethod(name) for name in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")]


def page_routes(admission: Admission) -> list[ControllerRouterHandler]:
    """Return the handlers of all pages, their files and their sockets, to which pages are admitted in turn."""
    socket = reactpy_mount(
        {
            "account": Account,
            "administration": Administration,
            "desktop": Desktop,
            "calls": Calls,
            "call-management": CallManagement,
            "contacts": Contacts,
            "gallery": Gallery,
            "not-found": NotFound,
            "wallboard": Wallboard,
        },
        is_signed_in=auth.is_signed_in,
        is_same_site=auth.is_same_site,
        session_ended=auth.session_ended,
        place_of=auth.place_of_page,
        admission=admission,
        meanwhile=interim_beacons,
    )
    pages = [
        _page_at(HOME, "desktop", lambda: texts.DESKTOP),
        _page_at(CALLS, "calls", lambda: texts.CALLS),
        _page_at(CALL_MANAGEMENT, "call-management", lambda: texts.CALL_MANAGEMENT),
        _page_at(ADMINISTRATION, "administration", lambda: texts.ADMINISTRATION),
        _page_at(ACCOUNT, "account", lambda: texts.MY_ACCOUNT),
        _page_at(CONTACTS, "contacts", lambda: texts.CONTACTS_PAGE),
        _page_at(WALLBOARD, "wallboard", lambda: texts.WALLBOARD),
        _page_at(GALLERY, "gallery", lambda: texts.COMPONENTS),
        admin,
        nowhere,
    ]
    everything: list[ControllerRouterHandler] = [
        *pages,
        call_management_file,
        favicon,
        graphiql_page(),
        socket,
        static_files(),
        *sign_in_routes(STYLESHEETS),
        *password_routes(STYLESHEETS),
    ]
    return [Router("/", route_handlers=everything, middleware=[InTheReadersLanguage()])]


def _page_at(path: str, component: str, title: Callable[[], str]) -> HTTPRouteHandler:
    @get(path, name=component, include_in_schema=False)
    async def show_page(request: PageRequest) -> Response[Any]:
        """Show the page to whoever is signed in."""
        return await _show(request, component, title())

    return show_page


async def _show(request: PageRequest, component: str, title: str) -> Response[Any]:
    if not await auth.is_signed_in(request.scope):
        is_due = await auth.must_change_password(request.scope)
        return go_by_way_of(PATH, request) if is_due else sign_in_first(request)
    shown: Response[Any] = page(component, title, stylesheets=STYLESHEETS, scripts=SCRIPTS)
    secret = await auth.renewed_secret(request.scope)
    return with_session(shown, request, secret) if secret else shown


@get("/admin", include_in_schema=False, sync_to_thread=False)
def admin() -> Redirect:
    """Lead those who take the short way to the page."""
    return Redirect(ADMINISTRATION)


@route("/{path:path}", http_method=ANY_METHOD, include_in_schema=False)
async def nowhere(request: PageRequest, path: FromPath[str]) -> Response[Any]:
    """Show a person that there is no such page; tell a program the same in its own way."""
    if request.method != HttpMethod.GET or "text/html" not in request.headers.get("accept", ""):
        raise NotFoundException(headers=dict(SECURITY_HEADERS))
    response = await _show(request, "not-found", texts.NOT_FOUND)
    if not isinstance(response, Redirect):
        response.status_code = 404
    return response


@get("/favicon.ico", include_in_schema=False, sync_to_thread=False)
def favicon() -> Response[bytes]:
    """Send the icon of the browser's tab."""
    return Response(
        files()[ICON], media_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"}
    )
