"""The pages."""


def page_routes() -> list:
    return []
