"""Key holders: what on this machine could keep a key, asked without opening anything."""

from __future__ import annotations

import threading

DEADLINE = 10.0


def system_keyring(deadline: float = DEADLINE) -> str:
    """Return the name of the system's keyring; empty where there is none, or none that answers in time (seconds).

    The question runs in a thread of its own: a desktop's keyring may block for as long as a prompt stays unanswered.
    """
    answers: list[str] = []
    thread = threading.Thread(target=lambda: answers.append(_ask()), name="keyring", daemon=True)
    thread.start()
    thread.join(deadline)
    return answers[0] if answers else ""


def _ask() -> str:
    import keyring.backends.fail
    import keyring.backends.null
    import keyring.errors

    try:
        backend = keyring.get_keyring()
    except (keyring.errors.KeyringError, RuntimeError):
        return ""
    if isinstance(backend, keyring.backends.fail.Keyring | keyring.backends.null.Keyring):
        return ""
    return backend.name
