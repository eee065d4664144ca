"""A browser that keeps one connection and its cookies: as little of the machine as a client can take."""

from __future__ import annotations

import http.client
import re
from urllib.parse import urlencode, urlsplit

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class NotSignedIn(Exception):
    """The office did not take name and password, or wants more than these."""


class Browser:
    """One person's browser on the office at `address` (http://host:port)."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname or "127.0.0.1", parts.port, timeout=120)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        return self._send("GET", path, None)

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form, with the token of the page at `path`."""
        found = _TOKEN.search(self.get(path)[1])
        fields["csrfmiddlewaretoken"] = found.group(1) if found else ""
        return self._send("POST", path, urlencode(fields))

    def sign_in(self, username: str, password: str, at: str = "/dang-nhap/") -> None:
        """Sign in through the form; raises NotSignedIn."""
        status, _text = self.post(at, username=username, password=password)
        if status != http.client.FOUND or self.get("/")[0] != http.client.OK:
            raise NotSignedIn(username)

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    def _send(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": self._origin,
                "Referer": self._origin + path,
            }
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, value = line.split(";", 1)[0].partition("=")
            self._cookies[name] = value
        return answer.status, text
