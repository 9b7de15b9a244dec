"""One real bundle for all tests here; nobody changes it."""

import pytest
from tests.verify.bundles import Both, make_bundle


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        return make_bundle(tmp_path_factory.mktemp("bundle"), patch)


@pytest.fixture(scope="session")
def both(made, tmp_path_factory):
    return Both(made, tmp_path_factory.mktemp("both"))
