# syntax=docker/dockerfile:1
FROM python:3.13-slim AS build
WORKDIR /app
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv .venv
COPY requirements.txt ./
RUN .venv/bin/python -m pip install --no-deps --require-hashes --requirement requirements.txt
COPY . .
# The container may not write what it compiles, and would compile it at every start; nothing is installed in it.
RUN .venv/bin/python -m pip install --no-deps --no-build-isolation --editable . \
    && .venv/bin/python -m compileall -q api callbeacon models ui \
    && .venv/bin/python -m pip uninstall --yes setuptools pip

FROM python:3.13-slim
# A fixed number, so that a volume's owner can be set from outside.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin callbeacon \
    && install --directory --owner callbeacon --group callbeacon /data
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    CALLBEACON_DATA_DIR=/data \
    CALLBEACON_HOST=0.0.0.0
# By its number: what runs the container may have to see without a table of names that it is not root.
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["python", "-c", \
    "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ.get('CALLBEACON_PORT', '8000')}/health/live\", timeout=2)"]
CMD ["callbeacon", "serve"]
