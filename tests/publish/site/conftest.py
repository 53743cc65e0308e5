"""A site of three fictional years and a published one, made once."""

from pathlib import Path

import pytest
from fictional_years import build_published, build_years

from samspil.publish.site.model import Site, build_site
from samspil.publish.site.write import write_site


@pytest.fixture(scope="session")
def site() -> Site:
    return build_site(build_years(), [build_published()])


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(build_years(), [build_published()], tmp_path_factory.mktemp("site") / "websted").parent
