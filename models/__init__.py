"""What would still be true without HTTP or HTML: tables, migrations, and the verbs on them."""
