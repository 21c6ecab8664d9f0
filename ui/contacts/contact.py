"""One contact: what is known of it, its numbers, its earlier calls, and what can be done with it."""

from reactpy import component, html
from reactpy.types import Component, VdomDict

from ui import texts
from ui.client import Failed, Loading
from ui.components.addressing import use_address
from ui.components.button import button
from ui.components.empty import empty_state
from ui.components.focus import keep_focus
from ui.components.notices import Notices
from ui.contacts.documents import ONE_CONTACT, FullContact, use_live
from ui.contacts.forms import EditDialog
from ui.contacts.merging import MergeDialog
from ui.contacts.numbers import Numbers
from ui.workspace.timeline import timeline

EDIT, MERGE = "edit", "merge"


@component
def ContactDetail(contact_id: str, notices: Notices) -> VdomDict | Component:
    """Follow a contact; what somebody else changes shows at once."""
    answer = use_live(ONE_CONTACT, {"id": contact_id}, contact=contact_id).answer
    if isinstance(answer, Loading):
        return html.div({"class": "contact-detail", "aria-busy": "true"})
    if isinstance(answer, Failed):
        return html.p({"class": "failure", "role": "alert"}, texts.loading_failed(answer.message))
    if answer.contact is None:
        return empty_state(texts.CONTACT_GONE_TITLE, texts.CONTACT_GONE)
    contact = answer.contact
    return html.article(
        {"class": "contact-detail facts", "aria-label": contact.full_name},
        keep_focus(
            {"key": "head"},
            html.div(
                {"class": "contact-head"},
                html.div(
                    html.h2(
                        {"class": "caller-name", "dir": "auto", "tabIndex": -1}, contact.full_name
                    ),
                    html.p({"class": "company", "dir": "auto"}, contact.organisation)
                    if contact.organisation
                    else "",
                ),
                Actions(contact, notices),
            ),
        ),
        html.div(
            {"key": "columns", "class": "contact-columns"},
            html.div(
                {"key": "left"},
                _facts(contact),
                html.div({"key": "numbers"}, Numbers(contact, notices)),
            ),
            html.div({"key": "right"}, timeline(contact.id)),
        ),
    )


@component
def Actions(contact: FullContact, notices: Notices) -> VdomDict:
    """Offer to change the contact and to merge it, and show the form of either."""
    opened = use_address("dialog")

    def close() -> None:
        opened.change(lambda _: ())

    def saved() -> None:
        close()
        notices.say(texts.CONTACT_SAVED)

    def merged(_: str) -> None:
        close()
        notices.say(texts.CONTACTS_MERGED)

    return html.div(
        {"class": "actions"},
        opened.element,
        button(texts.EDIT, lambda _: opened.change(lambda _: (EDIT,))),
        button(texts.MERGE_CONTACT, lambda _: opened.change(lambda _: (MERGE,))),
        html.div({"key": EDIT}, EditDialog(contact, saved, close)) if EDIT in opened.values else "",
        html.div({"key": MERGE}, MergeDialog(contact, merged, close))
        if MERGE in opened.values
        else "",
    )


def _facts(contact: FullContact) -> VdomDict | str:
    email, link = contact.email, contact.link
    facts = (
        (texts.EMAIL, html.a({"href": f"mailto:{email}"}, email)) if email else None,
        (texts.EXTERNAL_ID, contact.external_id) if contact.external_id else None,
        (texts.CONTACT_LINK, _link(link)) if link else None,
    )
    known = [fact for fact in facts if fact]
    if not known:
        return ""
    return html.section(
        {"key": "facts", "aria-label": texts.CONTACT_FACTS},
        html.dl(
            *(
                part
                for label, value in known
                for part in (
                    html.dt({"key": f"{label}:label"}, label),
                    html.dd({"key": label}, value),
                )
            )
        ),
    )


def _link(address: str) -> VdomDict:
    attributes = {"href": address, "target": "_blank", "rel": "noopener noreferrer"}
    return html.a(attributes, texts.OTHER_SYSTEM)
