"""A workbench server to be killed: `killed_server.py STORE` prints its port and serves people with accounts until it is killed.

Nothing in Samspil knows of this: it is the application as `samspil serve` runs it, without a rate limit, since its callers here are as quick as they can be.
"""

import contextlib
import sys
from pathlib import Path

import uvicorn

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from samspil.store.desk.desk import Desk
from samspil.web.api.rate import Rates
from samspil.web.app import make_app
from samspil.web.serving import Wish, configure, listen
from samspil.web.settings import Settings


def main() -> None:
    """Serve on a free port."""
    with contextlib.closing(listen(Wish(port=0))) as opened, Desk(sys.argv[1]) as desk:
        settings = Settings(several=True)
        app = make_app(desk, settings)
        app.state.rates = Rates(1e6, 1e6)
        print(opened.getsockname()[1], flush=True)
        uvicorn.Server(configure(app, settings)).run(sockets=[opened])


if __name__ == "__main__":
    main()
