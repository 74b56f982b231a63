"""A stand-in for the Hugging Face hub on 127.0.0.1: as much of its HTTP protocol as downloads and uploads use."""

import base64
import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

Files = dict[str, bytes]


@dataclass
class FakeHub:
    """Repositories and what happens to who asks for them.

    ``commits``: the files of each commit of a repository (``owner/name``, or ``spaces/owner/name``). ``refs``: the
    commit of each tag and branch. ``hardware``: what was asked for a Space that was there; ``for_payment``: what costs,
    ``None`` being what a Space gets where none is named. ``cut_after``: file name -> how many bytes of the next
    download get through before the connection breaks; each break uses up one entry of the list. ``requests``: what was
    asked, in order, with the Range header if there was one.
    """

    url: str = ""
    commits: dict[str, dict[str, Files]] = field(default_factory=dict)
    refs: dict[str, dict[str, str]] = field(default_factory=dict)
    created: list[dict[str, Any]] = field(default_factory=list)
    hardware: dict[str, str] = field(default_factory=dict)
    for_payment: set[str | None] = field(default_factory=set)
    cut_after: dict[str, list[int]] = field(default_factory=dict)
    requests: list[tuple[str, str, str | None]] = field(default_factory=list)
    large_files: Files = field(default_factory=dict)

    def add(self, repository: str, files: Files, *refs: str) -> str:
        """Commit files to a repository, and let tags or branches point to them; returns the commit's hash."""
        commit = hashlib.sha1(repr((repository, sorted(files.items()), refs)).encode()).hexdigest()
        self.commits.setdefault(repository, {})[commit] = files
        self.refs.setdefault(repository, {}).update(dict.fromkeys(refs, commit))
        return commit

    def commit_of(self, repository: str, revision: str) -> str | None:
        """The commit that a revision means."""
        revision = self.refs.get(repository, {}).get(revision, revision)
        return revision if revision in self.commits.get(repository, {}) else None

    def downloads(self, file: str) -> list[str | None]:
        """The Range header of every download of a file."""
        return [asked for method, path, asked in self.requests if method == "GET" and path.endswith("/" + file)]


@contextmanager
def running_hub() -> Iterator[FakeHub]:
    """A hub that answers at ``hub.url`` until the end of the block."""
    hub = FakeHub()

    class Bound(_Handler):
        pass

    Bound.hub = hub
    with ThreadingHTTPServer(("127.0.0.1", 0), Bound) as server:
        hub.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield hub
        finally:
            server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    hub: FakeHub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Be quiet."""

    def do_HEAD(self) -> None:
        self._get()

    def do_GET(self) -> None:
        self._get()

    def do_PUT(self) -> None:
        body = self._body()
        self.hub.large_files[hashlib.sha256(body).hexdigest()] = body
        self._json({})

    def do_POST(self) -> None:
        path, body = self._asked(), self._body()
        if path == "/api/repos/create":
            wanted = json.loads(body)
            if wanted.get("type") == "space" and wanted.get("hardware") in self.hub.for_payment:
                return self._refuse("", 402)
            self.hub.created.append(wanted)
            space = "spaces/" if wanted.get("type") == "space" else ""
            repository = f"{space}{wanted['organization']}/{wanted['name']}"
            self.hub.commits.setdefault(repository, {})
            return self._json({"url": f"{self.hub.url}/{repository}"})
        if found := re.fullmatch(r"/api/spaces/([^/]+/[^/]+)/hardware", path):
            wanted = json.loads(body)["flavor"]
            if wanted in self.hub.for_payment:
                return self._refuse("", 402)
            self.hub.hardware[found[1]] = wanted
            return self._json({"stage": "RUNNING", "hardware": {"requested": wanted}})
        if path == "/api/validate-yaml":
            return self._json({"errors": [], "warnings": []})
        if path.endswith("/info/lfs/objects/batch"):
            actions = [{**entry, "actions": {"upload": self._upload(entry)}} for entry in json.loads(body)["objects"]]
            return self._json({"transfer": "basic", "objects": actions})
        if found := re.fullmatch(r"/api/(models|spaces)/([^/]+/[^/]+)/(preupload|commit)/(.+)", path):
            kind, name, action, revision = found.groups()
            repository = name if kind == "models" else f"spaces/{name}"
            if repository not in self.hub.commits:
                return self._refuse("RepoNotFound")
            if action == "preupload":
                return self._json({"files": [_preupload(entry) for entry in json.loads(body)["files"]]})
            return self._commit(repository, revision, body)
        return self._refuse("EntryNotFound")

    def _upload(self, entry: dict[str, Any]) -> dict[str, Any]:
        return {"href": f"{self.hub.url}/upload/{entry['oid']}"}

    def _commit(self, repository: str, revision: str, body: bytes) -> None:
        files: Files = {}
        for line in body.splitlines():
            operation = json.loads(line)
            value = operation["value"]
            if operation["key"] == "file":
                files[value["path"]] = base64.b64decode(value["content"])
            elif operation["key"] == "lfsFile":
                files[value["path"]] = self.hub.large_files[value["oid"]]
        commit = self.hub.add(repository, files, revision)
        self._json({"commitUrl": f"{self.hub.url}/{repository}/commit/{commit}", "commitOid": commit})

    def _get(self) -> None:
        path = self._asked()
        if found := re.fullmatch(r"/api/spaces/([^/]+/[^/]+)", path):
            known = f"spaces/{found[1]}" in self.hub.commits
            return self._json({"id": found[1], "siblings": []}) if known else self._refuse("RepoNotFound")
        if found := re.fullmatch(r"/api/models/([^/]+/[^/]+)/(revision|tree)/([^/]+)", path):
            repository, action, revision = found.groups()
        elif found := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", path):
            repository, revision, action = found.groups()
        else:
            return self._refuse("EntryNotFound")
        if repository not in self.hub.commits:
            return self._refuse("RepoNotFound")
        commit = self.hub.commit_of(repository, revision)
        if commit is None:
            return self._refuse("RevisionNotFound")
        files = self.hub.commits[repository][commit]
        if action == "revision":
            return self._json({"id": repository, "sha": commit, "siblings": [{"rfilename": name} for name in files]})
        if action == "tree":
            return self._json([_tree_entry(name, content) for name, content in files.items()])
        if action not in files:
            return self._refuse("EntryNotFound")
        return self._file(action, files[action], commit)

    def _file(self, name: str, content: bytes, commit: str) -> None:
        asked = self.headers.get("Range")
        first = int(asked.removeprefix("bytes=").split("-")[0]) if asked else 0
        self.send_response(206 if asked else 200)
        self.send_header("X-Repo-Commit", commit)
        self.send_header("ETag", f'"{_git_hash(content)}"')
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(len(content) - first))
        if asked:
            self.send_header("Content-Range", f"bytes {first}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        if self.command == "HEAD":
            return
        if cuts := self.hub.cut_after.get(name):
            self.wfile.write(content[first : cuts.pop(0)])
            self.close_connection = True
        else:
            self.wfile.write(content[first:])

    def _asked(self) -> str:
        path = unquote(urlsplit(self.path).path)
        self.hub.requests.append((self.command, path, self.headers.get("Range")))
        return path

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _json(self, answer: Any) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _refuse(self, code: str, status: int = 404) -> None:
        self.send_response(status)
        if code:
            self.send_header("X-Error-Code", code)
        self.send_header("Content-Length", "0")
        self.end_headers()


def _git_hash(content: bytes) -> str:
    return hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()


def _tree_entry(name: str, content: bytes) -> dict[str, Any]:
    return {"type": "file", "path": name, "size": len(content), "oid": _git_hash(content)}


def _preupload(entry: dict[str, Any]) -> dict[str, Any]:
    large = entry["path"].endswith((".safetensors", ".onnx"))
    return {"path": entry["path"], "uploadMode": "lfs" if large else "regular", "shouldIgnore": False, "oid": None}
