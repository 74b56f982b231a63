# The page on any CPU, from the light list of packages. It does not run as root and writes to /tmp alone: compose.yaml
# shows it on a file system that can only be read, behind a proxy.
FROM python:3.11-slim-bookworm AS packages
COPY requirements-light.txt requirements-fixes.txt ./
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir -r requirements-light.txt \
    && /venv/bin/pip install --no-cache-dir --no-deps -r requirements-fixes.txt

FROM python:3.11-slim-bookworm
COPY --from=packages /venv /venv
WORKDIR /studio
COPY LICENSE app.py ./
COPY assets assets
COPY demo demo
COPY yoga_models yoga_models
USER 10001:10001
# Libraries that want a home get one that goes with the container.
ENV HOME=/tmp PYTHONDONTWRITEBYTECODE=1 GRADIO_SERVER_NAME=0.0.0.0 GRADIO_SERVER_PORT=7860 YOGA_POSE_LOG=json
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD \
    ["/venv/bin/python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:7860/health', timeout=4)"]
# Python as the first process of a container would not hear the usual SIGTERM.
STOPSIGNAL SIGINT
CMD ["/venv/bin/python", "app.py"]
