"""How passwords are kept, at the full cost."""

import time
from statistics import median

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from models.people import passwords
from models.people.passwords import hash_password, password_fits


@pytest.fixture(autouse=True)
def full_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take what the program takes and not what other tests do."""
    monkeypatch.setattr(passwords, "hasher", PasswordHasher())
    passwords._nobodys_hash.cache_clear()


async def test_a_password_is_kept_as_argon2id_at_the_cost_of_rfc_9106() -> None:
    kept = extract_parameters(await hash_password("correct horse"))

    assert kept.type is Type.ID
    assert (kept.time_cost, kept.memory_cost, kept.parallelism) == (3, 64 * 1024, 4)


async def test_a_name_that_nobody_has_takes_as_long_as_a_wrong_password() -> None:
    kept = await hash_password("correct horse")
    await password_fits(None, "wrong")

    somebodys, nobodys = [], []
    for _ in range(5):
        somebodys.append(await _seconds(kept))
        nobodys.append(await _seconds(None))

    assert 0.4 < median(nobodys) / median(somebodys) < 2.5


async def _seconds(kept: str | None) -> float:
    began = time.perf_counter()
    assert not await password_fits(kept, "wrong")
    return time.perf_counter() - began
