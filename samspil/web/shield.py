"""What holds for every request, whatever its route: only our own host names, and the headers by which a browser protects its user."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

from samspil.vocabulary.texts import say
from samspil.web.gate import App, Message, Receive, Send
from samspil.web.settings import Settings

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
PRIVATE = "no-store"
MOST_HEADER_BYTES = 32_000
MOST_AT_ONCE = 100  # requests that wait for their answer to begin


class Shield:
    """Stands before everything."""

    def __init__(self, app: App, settings: Settings) -> None:
        self.app, self.settings, self.waiting = app, settings, 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Refuse foreign hosts (a page that has made its own name point at us), dress every answer."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_headers(MutableHeaders(scope=message), self.settings)
            await send(message)

        await (self._refuse(scope) or self._count)(scope, receive, dressed)

    def _refuse(self, scope: Message) -> PlainTextResponse | None:
        """What is turned away before anything is looked up. When too many wait already, the next are asked to come again."""
        if not is_own_host(Headers(scope=scope), self.settings):
            return PlainTextResponse(f"{say('web.foreign_host')} {say('web.foreign_host_remedy')}", 400)
        if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEADER_BYTES:
            return PlainTextResponse(say("web.status_400"), 431)
        if self.waiting >= MOST_AT_ONCE:
            return PlainTextResponse(f"{say('web.status_503')} {say('web.status_503_remedy')}", 503, {"Retry-After": "5"})
        return None

    async def _count(self, scope: Message, receive: Receive, send: Send) -> None:
        """A request waits until its answer begins; a stream that goes on holds nobody up."""
        waits = True
        self.waiting += 1

        async def counted(message: Message) -> None:
            nonlocal waits
            if waits:
                waits = False
                self.waiting -= 1
            await send(message)

        try:
            await self.app(scope, receive, counted)
        finally:
            self.waiting -= waits


def is_own_host(headers: Headers, settings: Settings) -> bool:
    """One Host header, with a name from the list, with or without a port."""
    given = headers.getlist("host")
    if len(given) != 1:
        return False
    name, colon, port = given[0].lower().rpartition(":") if not given[0].endswith("]") else (given[0].lower(), "", "")
    if not colon:
        name = given[0].lower()
    return name in settings.hosts and (not colon or (port.isascii() and port.isdigit()))


def add_headers(headers: MutableHeaders, settings: Settings) -> None:
    """A route may set a stricter policy of its own; what may be kept says so itself."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", PRIVATE)
    if settings.tls:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
