"""What a document asks for, for a resolver that would otherwise do what nobody wants to see."""

from collections.abc import Iterable, Iterator

from strawberry.types.nodes import SelectedField, Selection

from api.schema.context import Info


def asked_fields(info: Info) -> frozenset[str]:
    """Name the fields that are asked of what a root field returns, those of fragments too.

    One that the document may skip counts as asked for.
    """
    return frozenset(name for root in info.selected_fields for name in _names(root.selections))


def _names(selections: Iterable[Selection]) -> Iterator[str]:
    for each in selections:
        if isinstance(each, SelectedField):
            yield each.name
        else:
            yield from _names(each.selections)
