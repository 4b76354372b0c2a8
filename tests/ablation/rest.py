"""Guards of jobs, of incidents, of service at routers, and of bringing customers in."""

from __future__ import annotations

from tests.ablation.guard import POSTGRES, Guard

_CLOCKWORK = "tests/scheduler/test_clockwork.py"
_NETWORK = "tests/domain/network"

GUARDS = (
    Guard(
        "job: one of a period",
        "of two who take up a period of a job, one does it",
        {
            "'unique_together': (('name', 'period'),), ": "",
            'ON CONFLICT (name, period) DO NOTHING",': '",',
        },
        f"{_CLOCKWORK}::test_the_job_of_a_process_that_fell_silent_is_done_by_the_next",
        key="job_run (name, period)",
    ),
    Guard(
        "job: a period is done once",
        "what was done is not done again",
        {"AND period = $2 AND status <> 'done'\"": 'AND period = $2"'},
        f"{_CLOCKWORK}::test_what_was_done_is_given_to_nobody_again",
    ),
    Guard(
        "job: a lease keeps others out",
        "what one process is at, no other begins",
        {
            '" AND (locked_until <= $5 OR locked_until > $6"': (
                '" AND (locked_until <= $5 OR TRUE OR locked_until > $6"'
            ),
        },
        f"{_CLOCKWORK}::test_the_job_of_a_process_that_fell_silent_is_done_by_the_next",
    ),
    Guard(
        "job: ended by who has it",
        "who lost a job to another does not say that it is done",
        {
            "await JobRun.filter(id=run.id, holder=run.holder).update( status=JobStatus.DONE": (
                "await JobRun.filter(id=run.id).update( status=JobStatus.DONE"
            ),
        },
        f"{_CLOCKWORK}::test_who_lost_a_job_to_another_does_not_end_it",
    ),
    Guard(
        "job: given back by who has it",
        "who lost a job to another does not give it to a third",
        {
            "await JobRun.filter(id=run.id, holder=run.holder).update( status=JobStatus.FAILED": (
                "await JobRun.filter(id=run.id).update( status=JobStatus.FAILED"
            ),
        },
        f"{_CLOCKWORK}::test_who_lost_a_job_to_another_does_not_end_it",
    ),
    Guard(
        "leader: one at a time",
        "one scheduler leads",
        {
            '" WHERE lease.holder = excluded.holder OR lease.until_ms <= $4': (
                '" WHERE TRUE OR lease.holder = excluded.holder OR lease.until_ms <= $4'
            ),
        },
        f"{_CLOCKWORK}::test_clocks_that_differ_a_little_do_not_make_two_leaders",
    ),
    Guard(
        "incident: one of a kind is told once",
        "the same trouble told again is no news",
        {
            "if found is not None and found.data == data:": (
                "if found is not None and found.data != found.data:"
            ),
        },
        f"{_NETWORK}/test_monitoring.py"
        "::test_the_same_trouble_is_one_incident_told_again_when_it_differs",
    ),
    Guard(
        "incident: begun by one",
        "of two who see a trouble at once one begins the incident, the other finds it",
        {'await db.lock(f"incident {kind} {subject}")': "pass"},
        "tests/domain/test_incidents.py::test_two_who_see_a_trouble_at_once_begin_one_incident",
        POSTGRES,
    ),
    Guard(
        "incident: one open of a kind",
        "no trouble is open twice",
        {'"CREATE UNIQUE INDEX one_open_incident': '"CREATE INDEX one_open_incident'},
        "tests/domain/test_incidents.py::test_two_who_see_a_trouble_at_once_begin_one_incident",
        POSTGRES,
        backed=("incident: begun by one",),
        key="incident (kind, subject)",
    ),
    Guard(
        "customer: moved from where they stand",
        "nobody is suspended twice, and none who is not served",
        {
            'f" WHERE status IN ({db.marks(len(of), after=2)}) AND id IN ({rows}) RETURNING id"': (
                'f" WHERE (status IN ({db.marks(len(of), after=2)}) OR TRUE) AND id IN ({rows})'
                ' RETURNING id"'
            ),
        },
        "tests/domain/customers/test_standing.py"
        "::test_many_are_moved_at_once_and_who_stands_elsewhere_stays",
    ),
    Guard(
        "customer: held while they are suspended",
        "of two who suspend a customer at once one does, and that is on record once",
        {
            'actor.require("customer.suspend") await standing.hold([customer_id])': (
                'actor.require("customer.suspend")'
            ),
        },
        f"{_NETWORK}/test_services.py::test_of_two_who_suspend_at_once_one_does",
        POSTGRES,
    ),
    Guard(
        "customer: held until it is done",
        "whoever changes where a customer stands, or their money, is alone with them",
        {
            'f"SELECT id FROM customer WHERE id IN ({rows}) ORDER BY id{db.locked()}")': (
                'f"SELECT id FROM customer WHERE id IN ({rows}) ORDER BY id")'
            ),
        },
        f"{_NETWORK}/test_services.py::test_of_two_who_suspend_at_once_one_does",
        POSTGRES,
    ),
    Guard(
        "service: put off as it was asked for",
        "what was asked for after a look that failed does not wait with it",
        {
            '" WHERE id = $3 AND generation = $4",': (
                '" WHERE id = $3 AND (generation = $4 OR TRUE)",'
            ),
        },
        f"{_NETWORK}/test_services.py::test_what_was_found_before_it_was_asked_for_anew_is_not_told_of_it",
    ),
    Guard(
        "service: told as it was asked for",
        "what is wrong is told of what is asked for now",
        {
            'ELSE CAST($2 AS BIGINT) END WHERE id = $4 AND generation = $5",': (
                'ELSE CAST($2 AS BIGINT) END WHERE id = $4 AND (generation = $5 OR TRUE)",'
            ),
        },
        f"{_NETWORK}/test_services.py::test_what_was_found_before_it_was_asked_for_anew_is_not_told_of_it",
    ),
    Guard(
        "router: one state",
        "what is known of a router is known once",
        {
            '"CREATE UNIQUE INDEX one_state_per_router': '"CREATE INDEX one_state_per_router',
        },
        f"{_NETWORK}/test_monitoring.py::test_a_router_says_how_it_is",
        key="router_state (router_id)",
    ),
    Guard(
        "incident: closed once",
        "the all-clear is given once",
        {
            "Incident.filter(id=open_now.id, closed_at=None).update(": (
                "Incident.filter(id=open_now.id).update("
            ),
        },
        "tests/domain/test_incidents.py::test_who_saw_it_open_a_moment_ago_gives_no_second_all_clear",
    ),
    Guard(
        "service: one of a customer",
        "a customer has one service",
        {
            '"CREATE UNIQUE INDEX one_service_per_customer': (
                '"CREATE INDEX one_service_per_customer'
            ),
        },
        f"{_NETWORK}/test_services.py"
        "::test_each_customer_with_a_router_and_a_name_there_has_a_service",
        key="service (customer_id)",
    ),
    Guard(
        "service: asked for once",
        "asking for what is asked for already changes nothing",
        {
            '" AND (desired <> $1 OR profile <> COALESCE(CAST($2 AS TEXT), profile))",': (
                '" AND (TRUE OR desired <> $1 OR profile <> COALESCE(CAST($2 AS TEXT), profile))",'
            ),
        },
        f"{_NETWORK}/test_services.py::test_asking_for_what_is_asked_for_changes_nothing",
    ),
    Guard(
        "service: done as it was asked for",
        "what was asked for after the look at the router is not taken for done",
        {
            'f" AND generation = {int(generation)} RETURNING customer_id, desired",': (
                'f" AND (TRUE OR generation = {int(generation)}) RETURNING customer_id, desired",'
            ),
        },
        f"{_NETWORK}/test_services.py"
        "::test_what_was_found_before_it_was_asked_for_anew_is_not_told_of_it",
    ),
    Guard(
        "import: two of one file take turns",
        "two imports of one file bring nobody twice",
        {'await db.lock("customer ids") # two imports of one file take turns': "pass"},
        "tests/domain/onboarding/test_at_once.py"
        "::test_two_imports_of_one_file_at_once_bring_nobody_twice",
        POSTGRES,
    ),
    Guard(
        "import: what came since the plan is met",
        "who came by another way since the plan was made is not brought again",
        {"part = await arrivals.meet(rows, plan, besides=made)": "part = list(rows)"},
        "tests/domain/onboarding/test_at_once.py"
        "::test_two_imports_of_one_file_at_once_bring_nobody_twice",
    ),
    Guard(
        "customer: added by one at a time",
        "of two who add a customer with one username the second is refused",
        {
            "wanted = await _checked(actor, given, operator.region)"
            ' await db.lock("customer ids")': (
                "wanted = await _checked(actor, given, operator.region)"
            ),
        },
        "tests/domain/customers/test_at_once.py"
        "::test_of_two_who_add_one_username_at_once_the_second_is_refused",
        POSTGRES,
    ),
    Guard(
        "customer: changed by one at a time",
        "of two who give out one address the second is refused",
        {
            'await db.lock("customer ids") # two who want one address take turns': "pass",
        },
        "tests/domain/customers/test_at_once.py"
        "::test_of_two_who_give_out_one_username_at_once_the_second_is_refused",
        POSTGRES,
    ),
    Guard(
        "invite: used once",
        "an invitation makes one person staff",
        {
            "Invite.filter(id=found.id, used_at=None).update(used_at=now)": (
                "Invite.filter(id=found.id).update(used_at=now)"
            ),
        },
        "tests/domain/staff/test_people.py::test_an_invite_is_good_for_one_person",
    ),
    Guard(
        "access token: one of a gateway",
        "processes share one token",
        {
            '"CREATE UNIQUE INDEX one_token_per_gateway': '"CREATE INDEX one_token_per_gateway',
        },
        "tests/domain/accounts/test_session_tokens.py"
        "::test_many_who_need_a_token_cause_one_renewal",
        key="gateway_token (gateway_id)",
    ),
    Guard(
        "access token: renewed by one",
        "many who need a token of a gateway cause one renewal",
        {
            '" WHERE id = $3 AND locked_ms = $4 AND renewals = $5",': (
                '" WHERE id = $3 AND (TRUE OR locked_ms = $4 OR renewals = $5)",'
            ),
        },
        "tests/domain/accounts/test_session_tokens.py"
        "::test_many_who_need_a_token_cause_one_renewal",
    ),
)
