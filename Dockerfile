# syntax=docker/dockerfile:1
# Marsad as a server: the wheel is built with the desk in it, and installed beside what packaging/requirements.lock pins.

ARG PYTHON=3.13

FROM python:${PYTHON}-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python -m venv builder && python -m venv --without-pip marsad
COPY requirements.lock ./requirements.lock
COPY packaging/requirements.lock ./server.lock
RUN builder/bin/pip install --require-hashes -r requirements.lock \
    && builder/bin/pip --python marsad/bin/python install --require-hashes -r server.lock
COPY pyproject.toml hatch_build.py README.md LICENSE CHANGELOG.md ./source/
COPY desk ./source/desk
COPY examples ./source/examples
COPY marsad ./source/marsad
RUN builder/bin/pip wheel --no-deps --no-build-isolation --wheel-dir wheels ./source \
    && builder/bin/pip --python marsad/bin/python install --no-deps wheels/*.whl

FROM python:${PYTHON}-slim-bookworm
RUN groupadd --system --gid 10001 marsad \
    && useradd --system --uid 10001 --gid marsad --no-create-home --home-dir /data marsad \
    && install -d -o marsad -g marsad -m 0700 /data
COPY --from=build /build/marsad /build/marsad
ENV PATH=/build/marsad/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    XDG_CACHE_HOME=/tmp/cache \
    MARSAD_LOG=json
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8787
ENTRYPOINT ["marsad"]
CMD ["--help"]
