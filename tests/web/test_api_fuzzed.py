"""Requests that a machine makes up from the API's own description: no fault of ours, and every answer as described."""

import warnings

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis.errors import Unsatisfiable

from samspil.store.desk.desk import Desk
from samspil.web.api.description import describe_api
from samspil.web.api.rate import Rates
from samspil.workbench.people import add_token
from samspil.workbench.verify import verify
from tests.web.conftest import ORIGIN, ClientAs

EXAMPLES = 8  # an operation


def test_nothing_made_up_is_a_fault(full_desk: Desk, app: FastAPI, client_as: ClientAs) -> None:
    """Every operation as an admin's program, with right and wrong values; the trail stays whole."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schemathesis = pytest.importorskip("schemathesis")
        checks = pytest.importorskip("schemathesis.checks")
        from schemathesis.specs.openapi import checks as openapi
    person = client_as("admin").person
    assert person
    headers = {"Authorization": f"Bearer {add_token(full_desk, person, 'made up').text}"}
    app.state.rates = Rates(1e6, 1e6)
    told = {name: value for name, value in describe_api(app, "en").items() if name != "security"}  # else it makes up tokens too
    schema = schemathesis.openapi.from_dict(told)
    schema.app = app
    held = [
        checks.not_a_server_error,
        openapi.status_code_conformance,
        openapi.content_type_conformance,
        openapi.response_schema_conformance,
    ]
    asked = 0

    def ask(case: object) -> None:
        nonlocal asked
        response = case.call(base_url=ORIGIN, app=app, headers=headers)  # type: ignore[attr-defined]
        case.validate_response(response, checks=held)  # type: ignore[attr-defined]
        asked += 1

    quick = hypothesis_settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):

            @quick
            @given(operation.as_strategy(generation_mode=mode))
            def attempt(case: object) -> None:
                ask(case)

            try:
                attempt()
            except Unsatisfiable:  # an operation without parameters cannot be asked wrongly
                assert mode == schemathesis.GenerationMode.NEGATIVE, operation.path
    assert asked > 100
    assert verify(full_desk).whole
