"""Programs of a merchant that call the gateways' stand-ins."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import aiohttp

from sandbox.payments.bkash import BkashStandIn
from sandbox.payments.sslcommerz import SslcommerzStandIn

KEYS = {"app_key": "sandbox-app-key", "app_secret": "sandbox-app-secret"}
NAMES = {"username": "sandboxTokenizedUser", "password": "sandbox-password"}
ORDER = {
    "mode": "0011",
    "payerReference": "C-42",
    "callbackURL": "https://isp.example/back?attempt=7",
    "amount": "1150.00",
    "currency": "BDT",
    "intent": "sale",
    "merchantInvoiceNumber": "INV1",
}


STORE = {"store_id": "testbox", "store_passwd": "qwerty"}
FORM = {
    **STORE,
    "total_amount": "1150.00",
    "currency": "BDT",
    "tran_id": "T1",
    "success_url": "https://isp.example/ok",
    "fail_url": "https://isp.example/fail",
    "cancel_url": "https://isp.example/cancel",
    "cus_name": "Rahim",
    "cus_email": "rahim@isp.example",
    "cus_phone": "01700000000",
    "cus_add1": "Mirpur",
    "cus_city": "Dhaka",
    "cus_postcode": "1216",
    "cus_country": "Bangladesh",
    "shipping_method": "NO",
    "product_name": "Internet",
    "product_category": "Internet",
    "product_profile": "non-physical-goods",
    "value_a": "inv:42",
}


class BkashCaller:
    """A program with a token."""

    def __init__(self, session: aiohttp.ClientSession, bkash: BkashStandIn) -> None:
        self.session = session
        self.bkash = bkash
        self.headers: dict[str, str] = {}

    async def post(
        self, path: str, body: object, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        url = self.bkash.origin + path if path.startswith("/v2") else self.bkash.base_url + path
        async with self.session.post(
            url, json=body, headers=self.headers if headers is None else headers
        ) as answer:
            return answer.status, json.loads(await answer.text())

    async def call(self, path: str, **body: str) -> Any:
        return (await self.post(f"/tokenized/checkout/{path}", body))[1]

    async def login(self) -> Any:
        _, token = await self.post("/tokenized/checkout/token/grant", KEYS, NAMES)
        self.headers = {"Authorization": token["id_token"], "X-APP-Key": KEYS["app_key"]}
        return token

    async def create(self, invoice: str = "INV1", **changes: str) -> str:
        answer = await self.call("create", **ORDER | {"merchantInvoiceNumber": invoice} | changes)
        assert answer["statusCode"] == "0000"
        return str(answer["paymentID"])

    async def buy(self, invoice: str = "INV1", **changes: str) -> Any:
        payment_id = await self.create(invoice, **changes)
        await self.bkash.pay(payment_id)
        return await self.call("execute", paymentID=payment_id)


class SslcommerzCaller:
    """A program of a store."""

    def __init__(self, session: aiohttp.ClientSession, gateway: SslcommerzStandIn) -> None:
        self.session = session
        self.gateway = gateway

    async def create(self, **changes: str) -> Any:
        url = f"{self.gateway.base_url}/gwprocess/v4/api.php"
        async with self.session.post(url, data=FORM | changes) as answer:
            assert answer.status == 200
            return json.loads(await answer.text())

    async def open(self, **changes: str) -> str:
        answer = await self.create(**changes)
        assert answer["status"] == "SUCCESS", answer["failedreason"]
        return str(answer["sessionkey"])

    async def validate(self, **query: str) -> Any:
        return await self._get("validationserverAPI", query)

    async def ask(self, **query: str) -> Any:
        return await self._get("merchantTransIDvalidationAPI", query)

    async def _get(self, name: str, query: dict[str, str]) -> Any:
        url = f"{self.gateway.base_url}/validator/api/{name}.php"
        async with self.session.get(
            url, params={**STORE, "v": "1", "format": "json", **query}
        ) as answer:
            return json.loads(await answer.text())

    async def buy(self, **changes: str) -> dict[str, str]:
        back = await self.gateway.pay(await self.open(**changes))
        assert back is not None
        return back.fields


def expected_hash(fields: dict[str, str], algorithm: str, password: str) -> str:
    """The hash by the published steps, apart from the signer's own code."""
    pairs = [(key, fields[key]) for key in fields["verify_key"].split(",")]
    pairs.append(("store_passwd", hashlib.new(algorithm, password.encode()).hexdigest()))
    text = "&".join(f"{key}={value}" for key, value in sorted(pairs))
    return hashlib.new(algorithm, text.encode()).hexdigest()
