"""A hand-written record behind the real command line."""

import pytest
from tests.cli.fake import FakeRecord
from typer.testing import CliRunner

from walkback.cli.entry import app


@pytest.fixture
def fake():
    return FakeRecord()


@pytest.fixture
def said(fake):
    """Runs a command line on the fake record; the result has exit_code, stdout and stderr."""

    def say(*words, **more):
        return CliRunner().invoke(app, [str(word) for word in words], obj=fake.opener, **more)

    return say
