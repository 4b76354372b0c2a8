"""The file for `netkhata apply`: what is wrong in it is named with its place; nothing is made."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.apply import shape
from bot.line.main import main
from domain.accounts.models import Gateway
from domain.billing.models import BillingProfile
from domain.chat.models import Group
from domain.customers.models import Package, Zone
from domain.fields import CharField
from domain.messaging.models import Template
from domain.network.models import Router
from domain.staff.models import Operator, Staff
from gateways import registry
from gateways.sms import catalog

ISP = '[isp]\ncode = "isp"\nname = "Nagar Net"\n'
ROUTER = '[[router]]\nname = "core"\nhost = "10.0.0.1"\nusername = "u"\npassword = "hush-hush"\n'
GATEWAY = (
    '[[gateway]]\nname = "bkash"\nkind = "payment"\nprovider = "bkash"\n'
    'credentials = { username = "u", password = "hush-hush", app_key = "k", app_secret = "s" }\n'
)

Apply = Callable[[str], tuple[int, str, str]]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of this version."""
    folder = tmp_path_factory.mktemp("migrated")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["migrate", "--new"]) == 0
    return folder / "netkhata.db"


@pytest.fixture
def apply(
    migrated: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Apply:
    """Apply a file to a database of this test: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NETKHATA_SECRET_KEY", "0123456789abcdef")
    shutil.copy(migrated, tmp_path / "netkhata.db")

    def run(text: str) -> tuple[int, str, str]:
        (tmp_path / "isp.toml").write_text(text)
        capsys.readouterr()
        code = main(["apply", "isp.toml"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("operator = 5\n" + ISP, "'operator' must be written as [[operator]]"),
        ('isp = "x"', "'isp' must be written as [isp]"),
        ('zone = ["a"]\n' + ISP, "'zone' must be written as [[zone]]"),
        ("[isp]\nname = 5", "isp: 'name' is 5: must be a text"),
        ('[isp]\nname = "A"\ncurrency = "BTC"', "'currency' is \"BTC\""),
        ('[isp]\nname = "A"\ntimezone = "Dhaka"', "Asia/Dhaka"),
        ('[isp]\nname = "A"\nlanguage = "xx"', "'language' is \"xx\""),
        ('[isp]\nname = "A"\nregion = "Bangladesh"', "'region'"),
        (ISP + '[[package]]\nname = "P"\nprice = 800.123', "more decimals than BDT"),
        (ISP + '[[package]]\nname = "P"\nprice = nan', "package P: 'price'"),
        (ISP + '[[billing_profile]]\nname = "S"\nvat_rate = 500', "from 0 to 100"),
        (ISP + '[[billing_profile]]\nname = "S"\nbill_hour = 24', "from 0 to 23"),
        (ISP + ROUTER + 'tls = "no"', "router core: 'tls' is \"no\": must be true or false"),
        (ISP + ROUTER + "port = 99999", "from 1 to 65535"),
        (ISP + ROUTER.replace('"hush-hush"', "55"), "'password' must be a text"),
        (ISP + GATEWAY + 'base_url = "nowhere"', "http://"),
        (ISP + GATEWAY + "rate = 0", "'rate' is 0: must be a number above 0"),
        (ISP + GATEWAY + "options = 4", "'options' is 4"),
        (ISP + GATEWAY.replace("bkash", "bikash"), "unknown provider 'bikash'"),
        (ISP + GATEWAY.replace(', app_secret = "s"', ""), "'app_secret' is missing"),
        (ISP + GATEWAY.replace('name = "bkash"', 'name = "a/b"'), "without /"),
        (ISP + '[[staff]]\nname = "C"\nrole = "king"\ntelegram_id = 5', "one of admin"),
        (ISP + '[[group]]\npurpose = "alerts"\nchat_id = 5.5', "'chat_id' is 5.5"),
        (ISP + '[[zone]]\nname = "Z"\noperator = "isq"', "did you mean isp?"),
        (ISP + '[[zone]]\nname = "Z"\n[[zone]]\nname = "Z"', "two tables [[zone]]"),
        (ISP + '[[zone]]\nname = "Z"\ncode = "a\\u0000"', "'code' is"),
        (ISP + GATEWAY + f'base_url = "http://{"a" * 300}"', "at most 300"),
        (ISP + ROUTER + ROUTER, "two tables [[router]] with name 'core'"),
        (ISP + '[[operator]]\nname = "B"\nparent = "b"', "leads back to itself"),
        (ISP + '[[operator]]\nname = "isp"', "is the ISP's"),
        ('[isp]\nname = " "', "'name' is missing"),
        ('[isp]\nname = "A"\ncurrency = "XAU"', "'currency' is \"XAU\""),
        ('[isp]\nname = "A"\nsupport_phone = "ring us"', "isp: 'support_phone'"),
        ('[isp]\nname = "A"\nemail = "env:MAIL"', "'email' is not read from the environment"),
        ('[isp]\nname = "A"\nemail = "nowhere"', "a mail address"),
        ('[isp]\nname = "A"\nlogo = "logo.png"', "data:image/"),
        (ISP + ROUTER + ROUTER.replace("core", "edge"), "same host and port as router core"),
        (ISP + ROUTER.replace("10.0.0.1", "10.0.0.1:8728"), "without port"),
        (ISP + ROUTER + 'fingerprint = "AB:CD"', "SHA-256"),
        (ISP + '[[billing_profile]]\nname = "S"\nreminder_days = [0, 0]', "each once"),
        (ISP + '[[billing_profile]]\nname = "S"\nleast_part = -1', "from 0"),
        (
            ISP + '[[billing_profile]]\nname = "S"\nleast_part = 900\nsuspend_over = 500',
            "less than 'least_part' 900",
        ),
        (ISP + '[[event]]\nname = "due-today"\nchannels = ["sms", "sms"]', "has one twice"),
        (
            ISP + '[[event]]\nname = "due-today"\n[[event]]\nname = "due-today"\noperator = "isp"',
            "two tables [[event]]",
        ),
        ('[[zone]]\nname = "Z"', "needs a table [isp]"),
    ],
)
def test_a_wrong_value_is_named_with_its_place_and_what_it_must_be(
    apply: Apply, text: str, said: str
) -> None:
    code, out, err = apply(text)

    assert (code, out) == (1, "")
    assert said in err
    assert len(err.splitlines()) == 1
    assert "hush" not in err
    assert apply(ISP)[1] == "made isp isp\n"


def test_operators_may_stand_in_any_order(apply: Apply) -> None:
    under = '[[operator]]\nname = "Under"\nparent = "over"\n'
    over = '[[operator]]\nname = "Over"\n'

    code, out, _ = apply(ISP + under + over)

    assert (code, out.splitlines()[1:]) == (0, ["made operator over", "made operator under"])
    assert apply(ISP + under + over)[1] == "nothing changed\n"


def test_the_isp_may_change_its_name_and_not_its_code(apply: Apply) -> None:
    apply('[isp]\nname = "Nagar"\n')

    assert apply('[isp]\nname = "Nagar Net"\n')[1] == "changed isp nagar\n"
    assert "'nagar' and stays so" in apply(ISP)[2]


def test_before_there_is_an_isp_the_way_to_one_is_told(
    apply: Apply, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "netkhata apply" in apply('[[zone]]\nname = "Z"\n')[2]
    for words in (["billrun"], ["invite", "--role", "admin"]):
        assert main(words) == 1
        assert "netkhata apply" in capsys.readouterr().err


def test_every_variable_that_is_not_set_is_named_at_once_with_its_place(
    apply: Apply, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USERNAME_IS_SET", "u")
    monkeypatch.setenv("EMPTY", " ")
    text = (ISP + ROUTER + GATEWAY).replace('"hush-hush"', '"env:LACKING"', 1)
    text = text.replace('username = "u"', 'username = "env:USERNAME_IS_SET"')
    text = text.replace('app_key = "k"', 'app_key = "env:LACKING_TOO"')
    text = text.replace('app_secret = "s"', 'app_secret = "env:EMPTY"')

    code, out, err = apply(text)

    assert (code, out) == (1, "")
    assert err.splitlines()[:3] == [
        "netkhata: router core: the environment has no LACKING, which 'password' names",
        "netkhata: gateway bkash: the environment has no LACKING_TOO, which 'app_key' names",
        "netkhata: gateway bkash: the environment has no EMPTY, which 'app_secret' names",
    ]
    assert "USERNAME_IS_SET" not in err
    assert "--preserve-env" in err.splitlines()[3]


EVERYTHING_WRONG = (
    ISP
    + ROUTER.replace('"10.0.0.1"', '""').replace('"hush-hush"', '"env:LACKING"')
    + 'port = 0\noperator = "nort"\n'
    + ROUTER.replace("core", "edge").replace('"10.0.0.1"', '"env:BAD_HOST"')
    + GATEWAY.replace('app_key = "k"', 'app_kye = "k"').replace('"s"', '"env:LACKING"')
    + 'operator = "nort"\n'
    + '[[operator]]\nname = "North"\nparent = "isq"\n'
    + '[[zone]]\nname = "Mirpur"\noperator = "north"\n'
    + '[[package]]\nname = "Home"\nprice = 0\nkind = "fibre"\n'
    + '[[billing_profile]]\nname = "S"\ncycle = "lunar"\nsuspend_over = 0\n'
    + '[[event]]\nname = "payment-recieved"\nchannels = ["smss", "pigeon"]\n'
    + '[[template]]\nevent = "due-today"\nlanguage = "en"\nchannel = "sms"\n'
    + 'text = "{amuont_due}"\n'
    + '[[staff]]\nname = "C"\nrole = "driver"\ntelegram_id = 5\nzones = ["x", "Mirpur"]\n'
)
SAID_OF_EVERYTHING_WRONG = [
    ("router core", "'host' is missing"),
    ("router core", "'port' is 0"),
    ("router core", "no operator 'nort'; did you mean north?"),
    ("router core", "no LACKING"),
    ("router edge", "'host' must be a name or an IP address"),
    ("gateway bkash", "did you mean app_key?"),
    ("gateway bkash", "'app_key' is missing"),
    ("gateway bkash", "no LACKING"),
    ("gateway bkash", "no operator 'nort'"),
    ("operator North", "no operator 'isq'; did you mean isp?"),
    ("package Home", "'price' is 0: must be a number above 0"),
    ("package Home", "'kind' is \"fibre\""),
    ("billing_profile S", "'cycle' is \"lunar\": must be one of calendar"),
    ("billing_profile S", "'suspend_over' is 0"),
    ("event payment-recieved", "payment-received"),
    ("event payment-recieved", "“smss”"),
    ("event payment-recieved", "“pigeon”"),
    ("template 1", "amount_due"),
    ("staff C", "'role' is \"driver\""),
    ("staff C", "no zone 'x'"),
]


def test_faults_of_every_kind_are_told_in_one_run_and_nothing_is_made(
    apply: Apply, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAD_HOST", "http://hush.example")
    code, out, err = apply(EVERYTHING_WRONG)

    assert (code, out) == (1, "")
    assert "hush" not in err
    lines = err.splitlines()
    for place, said in SAID_OF_EVERYTHING_WRONG:
        assert any(f"netkhata: {place}: " in line and said in line for line in lines), said
    assert "Mirpur: " not in err, "a row that rests on a wrong one has no fault of its own"
    assert len(lines) == 21, err
    assert apply(ISP)[1] == "made isp isp\n"


def test_a_package_is_free_only_where_that_is_said(apply: Apply) -> None:
    package = ISP + '[[package]]\nname = "P"\nprice = {}\n'
    for slip in ("0", "0.00", '"0"', "-5", '""', '"none"', "false", "1e12"):
        code, out, err = apply(package.format(slip))
        assert (code, out) == (1, ""), slip
        assert "package P: 'price'" in err, slip

    assert apply(package.format('"free"'))[1].splitlines()[1:] == ["made package p"]
    assert apply(package.format('"free"'))[1] == "nothing changed\n"


def test_a_threshold_goes_away_by_a_word(apply: Apply) -> None:
    profile = ISP + '[[billing_profile]]\nname = "S"\nsuspend_over = {}\n'

    assert apply(profile.format("500"))[0] == 0
    assert apply(profile.format('"never"'))[1] == "changed billing_profile s\n"
    assert apply(profile.format('"never"'))[1] == "nothing changed\n"


def test_amounts_of_an_operator_are_in_its_currency_which_it_keeps(apply: Apply) -> None:
    under = '[[operator]]\nname = "Under"\ncurrency = "KWD"\n'
    home = '[[package]]\nname = "Home"\nprice = 9.125\noperator = "under"\n'

    assert apply(ISP + under + home)[0] == 0
    assert apply(ISP + '[[operator]]\nname = "Under"\n' + home)[1] == "nothing changed\n"
    assert "more decimals than BDT has" in apply(ISP + home.replace('operator = "under"', ""))[2]


def test_a_second_run_with_a_database_full_of_rows_finds_the_same_faults(apply: Apply) -> None:
    assert apply(ISP + ROUTER + GATEWAY + '[[zone]]\nname = "Z"\n')[0] == 0
    wrong = (
        ISP.replace('"isp"', '"other"')
        + GATEWAY.replace('"bkash"\nkind', '"bkash"\nenabled = 1\nkind')
        + '[[zone]]\nname = "Y"\noperator = "isq"\n'
    )

    code, out, err = apply(wrong)

    assert (code, out) == (1, "")
    assert "isp: the ISP's code is 'isp' and stays so" in err
    assert "gateway bkash: 'enabled' is 1" in err
    assert "zone Y: there is no operator 'isq'" in err
    assert apply(ISP + ROUTER + GATEWAY)[1] == "nothing changed\n"


def test_all_that_is_wrong_in_a_file_is_told_at_once(apply: Apply) -> None:
    wrong = ISP + ROUTER.replace("host", "hots") + '[[zone]]\ncode = "a b"\n[[statf]]\nname = "x"\n'

    code, out, err = apply(wrong)

    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "netkhata: router core: unknown key 'hots': did you mean host?",
        "netkhata: router core: 'host' is missing",
        "netkhata: zone 1: 'name' is missing",
        'netkhata: zone 1: \'code\' is "a b": must be a short text without blanks, such as "north"',
        "netkhata: unknown table 'statf': did you mean staff?",
    ]


COLUMNS = {
    "isp": Operator, "operator": Operator, "zone": Zone, "package": Package, "router": Router,
    "billing_profile": BillingProfile, "gateway": Gateway, "group": Group, "staff": Staff,
    "template": Template,
}  # fmt: skip


def test_no_text_of_the_file_is_taken_that_its_column_does_not_hold() -> None:
    seen = 0
    for kind, model in COLUMNS.items():
        for field in shape.TABLES[kind]:
            key, fits = field.name, field.kind.fits
            column = model._meta.fields_map.get(key)
            if not isinstance(column, CharField):
                continue
            seen += 1
            for letter in "a1":
                assert not fits(letter * (column.max_length + 1)), f"{kind}.{key}"
            assert not fits("a\0"), f"{kind}.{key}"
            if field.kind.name in {"text", "line", "code", "addressed"}:
                assert fits("a" * column.max_length), f"{kind}.{key}"
    assert seen > 25


def test_what_a_provider_asks_is_led_into_its_table(apply: Apply) -> None:
    code, _, err = apply(ISP + GATEWAY + 'password = "hush-hush"\nlink_days = 3\n')

    assert code == 1
    assert err.splitlines() == [
        "netkhata: gateway bkash: unknown key 'link_days':"
        " it stands in options = { link_days = … }",
        "netkhata: gateway bkash: unknown key 'password':"
        " it stands in credentials = { password = … }",
    ]


def test_several_values_are_no_secret(apply: Apply) -> None:
    code, _, err = apply(ISP + GATEWAY.replace('"s"', '["hush-hush"]'))

    assert code == 1
    assert "app_secret" in err
    assert "hush" not in err


@pytest.mark.parametrize("pasted", ["hush-hush", "Hush9hushHUSH", "AKIA123456789"])
def test_a_secret_that_was_pasted_for_the_name_of_a_variable_is_not_repeated(
    apply: Apply, pasted: str
) -> None:
    err = apply(ISP + GATEWAY.replace('"s"', f'"env:{pasted}"'))[2]

    assert "the environment has no such variable, which 'app_secret' names" in err
    assert pasted not in err


def test_a_gateway_of_a_provider_that_is_out_of_use_is_refused_with_why(
    apply: Apply, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = catalog.read("[any]\ntitle = \n\n")[1]
    monkeypatch.setattr(catalog, "PROVIDERS", broken)
    gateway = '[[gateway]]\nname = "sms"\nkind = "sms"\nprovider = "any"\n'
    for known in (registry._catalog, registry.find):
        known.cache_clear()
    try:
        code, out, err = apply(ISP + gateway + 'credentials = { token = "hush-hush" }\n')
    finally:
        for known in (registry._catalog, registry.find):
            known.cache_clear()

    assert (code, out) == (1, "")
    assert "gateway sms: 'any' is out of use: catalog.toml: any: " in err
    assert "(at line 2, column 9)" in err
