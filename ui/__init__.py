"""The pages: ReactPy components that know the GraphQL schema and nothing below it."""
