"""Which customers an address in a chat app stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.chat.addresses import Address
from domain.chat.principals import CustomerSelf
from domain.messaging import identities, optout, queries
from domain.messaging.states import Channel


async def customer_at(address: Address) -> CustomerSelf | None:
    """The customer who speaks from there; None for somebody whom we do not know.

    Of several with one number those who have left come last.
    """
    if address.app not in set(Channel):
        return None
    person = await identities.whose(Channel(address.app), address.person)
    if not person.customers:
        return None
    found = await queries.customers.speakers(person.customers)
    if not found:
        return None
    first = found[0]
    return CustomerSelf(
        customer_ids=tuple(row.id for row in found),
        name=first.name,
        operator_id=first.operator_id,
        language=first.language,
        currency=first.currency,
        timezone=first.timezone,
        region=first.region,
    )


async def introduce(address: Address, phone: str) -> CustomerSelf | None:
    """The person showed a number that is their own: whose it is they are from now on.

    A number of nobody's is not kept.
    """
    channel = Channel(address.app)
    if not (await identities.whose(channel, phone)).customers:
        return None
    names = [address.person, phone]
    await optout.learn(channel, names, None, await identities.known(channel, names))
    return await customer_at(address)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a customer is shown of themselves: whose they are, and for whom they speak."""

    isp: str
    phone: str
    wants_news: bool
    connections: Sequence[str]

    @property
    def are_several(self) -> bool:
        """Whether their number is that of several customers."""
        return len(self.connections) > 1


async def profile(customer: CustomerSelf) -> Profile:
    """As it is now; the office is that of the customer's operator."""
    found = await queries.customers.known(customer.customer_ids)
    first = next(row for row in found if row.id == customer.customer_ids[0])
    return Profile(
        isp=first.isp,
        phone=first.support_phone,
        wants_news=any(row.opted_out_at is None for row in found),
        connections=[f"{row.name} ({row.code})" for row in found],
    )


async def want_news(address: Address, *, wanted: bool) -> int:
    """Do as the person asks who wants no news any more, or wants it again; for how many."""
    channel = Channel(address.app)
    return await optout.change(address.person, wanted=wanted, channel=channel)
