"""What every refusal of an input owes its reader, beyond what the document says of it."""

import schemathesis


@schemathesis.check
def clear_refusal(ctx, response, case):
    """A 400 names what is wrong, and says of it what was expected."""
    if response.status_code != 400:
        return
    refusal = response.json()
    message = refusal["message"]
    assert len(message) > 10, f"a refusal that says little: {message}"
    for empty in ("Invalid input.", "[object", "expected expected", "Something went wrong"):
        assert empty not in message, f"a refusal that says nothing of what was expected: {message}"
