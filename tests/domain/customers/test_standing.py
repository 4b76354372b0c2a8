"""Where customers stand: moved by the map, many by one statement."""

from __future__ import annotations

import pytest

from domain.customers import customers, standing
from domain.customers.models import Customer, CustomerStatus
from domain.errors import InvalidState
from domain.moves import MoveForbidden
from tests.cast import Cast


async def _stand(customer: Customer) -> CustomerStatus:
    return (await Customer.get(id=customer.id)).status


async def test_many_are_moved_at_once_and_who_stands_elsewhere_stays(cast: Cast) -> None:
    await customers.change(cast.asha, cast.karim.id, status=CustomerStatus.LEFT)
    both = [cast.rahim.id, cast.karim.id]

    moved = await standing.move(both, CustomerStatus.SUSPENDED, of=[CustomerStatus.ACTIVE])

    assert moved == {cast.rahim.id}
    assert await _stand(cast.rahim) is CustomerStatus.SUSPENDED
    assert await _stand(cast.karim) is CustomerStatus.LEFT


async def test_a_move_that_the_map_does_not_have_is_a_mistake(cast: Cast) -> None:
    with pytest.raises(MoveForbidden):
        await standing.move([cast.rahim.id], CustomerStatus.PENDING, of=[CustomerStatus.SUSPENDED])


async def test_who_was_served_and_is_held_is_no_newcomer_by_anybodys_word(cast: Cast) -> None:
    await customers.change(cast.asha, cast.rahim.id, status=CustomerStatus.SUSPENDED)

    with pytest.raises(InvalidState):
        await customers.change(
            cast.asha, cast.rahim.id, status=CustomerStatus.PENDING, address="Road 9"
        )

    assert await _stand(cast.rahim) is CustomerStatus.SUSPENDED
    await customers.change(cast.asha, cast.rahim.id, status=CustomerStatus.LEFT, address="Road 9")
    assert (await Customer.get(id=cast.rahim.id)).address == "Road 9"
    assert await _stand(cast.rahim) is CustomerStatus.LEFT
