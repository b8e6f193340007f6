# Sammen in a container: installed from the lock file in a first stage, so that no build tool reaches the second.
FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /source
RUN python -m venv /opt/sammen
COPY requirements.lock ./
RUN /opt/sammen/bin/pip install --require-hashes --no-deps --requirement requirements.lock
COPY pyproject.toml README.md CHANGELOG.md LICENSE ./
COPY api api
COPY migrations migrations
RUN /opt/sammen/bin/pip install --no-deps --no-build-isolation . \
    && /opt/sammen/bin/pip check \
    && /opt/sammen/bin/pip uninstall --yes setuptools pip

FROM python:3.11-slim
# A numeric user, so that the runtime can verify that it is not root.
RUN useradd --system --uid 10001 --user-group --create-home --home-dir /var/lib/sammen sammen
COPY --from=build /opt/sammen /opt/sammen
ENV PATH=/opt/sammen/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
# The SQLite database is here; with PostgreSQL (SAMMEN_DATABASE_URL) the folder stays empty.
WORKDIR /var/lib/sammen
VOLUME /var/lib/sammen
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
CMD ["sammen-api", "serve", "--host", "0.0.0.0", "--port", "8000"]
