"""Let the published pages be read in a browser, beside Prefect's interface; refuses to know what they say."""

import mimetypes
from functools import cache
from pathlib import Path
from string import Template
from typing import Any, Final

from markdown_it import MarkdownIt
from starlette.applications import Starlette
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from storage.settings import home, settings

PREFIX: Final = "/reports"
OWN_HOSTS: Final = ("localhost", "127.0.0.1", "[::1]")
ENTRANCE: Final = "README.md"
NO_SCRIPTS: Final = {"Content-Security-Policy": "default-src 'none'; img-src 'self' https:; style-src 'unsafe-inline'", "Cache-Control": "no-cache"}
SHELL: Final = Template(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>$title</title><style>'
    "body{font:16px/1.5 system-ui,'Noto Sans CJK KR',sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1f2328;background:#fff}"
    "table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #d1d9e0;padding:.25rem .7rem}img{max-width:100%;vertical-align:middle}"
    "a{color:#0969da}</style></head><body>$body</body></html>"
)


def address() -> str:
    """Give where the published pages can be read: an address, or the folder where nobody serves it."""
    return settings().reports_url.rstrip("/") or str(home() / "reports")


def is_served() -> bool:
    """Say whether a browser can read the pages."""
    return settings().reports_url.startswith(("http://", "https://"))


def create_app() -> Any:
    """Give Prefect's application with the pages of this home beside it; a name that leads here without being ours is another site's."""
    from prefect.server.api.server import create_app as create_prefect

    app = create_prefect()
    app.router.routes.insert(0, Mount(PREFIX, app=Starlette(routes=[Route("/{path:path}", _answer)])))
    # around it, not in it: Prefect calls its own application under names of its own
    return TrustedHostMiddleware(app, allowed_hosts=[*OWN_HOSTS, *settings().ui_hosts], www_redirect=False)


def _answer(request: Request) -> Response:
    """Give a page as HTML, another file as it is."""
    path = request.path_params["path"]
    if not path:
        return RedirectResponse(f"{PREFIX}/{ENTRANCE}")
    root = (home() / "reports").resolve()
    file = (root / path).resolve()
    if not file.is_relative_to(root) or not file.is_file():
        return HTMLResponse(SHELL.substitute(title="linernotes", body="<p>There is no such page.</p>"), 404, NO_SCRIPTS)
    content = file.read_bytes()
    if file.suffix != ".md":
        return Response(content, headers=NO_SCRIPTS, media_type=mimetypes.guess_type(file.name)[0])
    return HTMLResponse(SHELL.substitute(title=_title(file, root), body=_markdown().render(content.decode())), headers=NO_SCRIPTS)


def _title(file: Path, root: Path) -> str:
    """Call a page by where it stands; slugs hold nothing that HTML acts on."""
    place = file.relative_to(root).with_suffix("").as_posix()
    return f"linernotes: {place.replace('&', '').replace('<', '')}"


@cache
def _markdown() -> MarkdownIt:
    """Give the reader of our pages, which hold tables and some tags."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
