FROM python:3.13-slim-bookworm AS packages
ENV UV_PYTHON_DOWNLOADS=never PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements/installer.lock requirements/run.lock requirements/
RUN pip install --require-hashes -r requirements/installer.lock \
    && python -m venv /app/.venv \
    && uv pip sync --no-cache --compile-bytecode --require-hashes \
        --python /app/.venv/bin/python requirements/run.lock


FROM python:3.13-slim-bookworm
# Pango lays out PDF papers; harfbuzz-subset keeps only the letters used in each.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /var/lib/netkhata netkhata

WORKDIR /app
COPY --from=packages /app/.venv /app/.venv
COPY . .
# Editable: the texts, templates and fonts are read where they lie.
RUN .venv/bin/python -m pip install --no-cache-dir --no-deps --no-build-isolation --no-index \
        --config-settings editable_mode=compat -e . \
    && .venv/bin/python -m compileall -q bot domain gateways handlers locales sandbox scheduler

ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp/cache \
    NETKHATA_HOST=0.0.0.0 \
    NETKHATA_PORT=8080
USER netkhata
# The embedded database of an installation without PostgreSQL lies where the process starts.
WORKDIR /var/lib/netkhata
VOLUME /var/lib/netkhata
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["netkhata"]
CMD ["run"]
