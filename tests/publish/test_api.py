"""The API holds to its document whatever it is asked; the page about it is current."""

from pathlib import Path

import desk
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import load_all_checks
from schemathesis.config import SchemathesisConfig

from walkback.publish import site
from walkback.publish.api_reference import reference

PAGE = Path(__file__).parent.parent.parent / "docs" / "api.md"

load_all_checks()
document = schemathesis.openapi.from_asgi(
    "/api/openapi.json", site(desk.story()), config=SchemathesisConfig()
)


def test_the_page_about_the_api_is_current():
    assert PAGE.read_text("utf-8") == reference(), (
        "run: .venv/bin/python -m walkback.publish.api_reference > docs/api.md"
    )


@document.parametrize()
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_whatever_it_is_asked_it_holds_to_its_document(case):
    case.call_and_validate()
