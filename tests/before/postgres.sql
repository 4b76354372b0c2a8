--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: only_added(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.only_added() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '% rows are only added', TG_TABLE_NAME; END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: allocation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.allocation (
    id bigint NOT NULL,
    amount_minor bigint NOT NULL,
    at bigint NOT NULL,
    released_at bigint,
    bill_id bigint NOT NULL,
    credit_id bigint NOT NULL,
    CONSTRAINT allocation_checked CHECK ((amount_minor > 0))
);


--
-- Name: TABLE allocation; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.allocation IS 'A part of a credit that settled a part of a bill, released but never deleted.';


--
-- Name: allocation_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.allocation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: allocation_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.allocation_id_seq OWNED BY public.allocation.id;


--
-- Name: attempt; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.attempt (
    id bigint NOT NULL,
    ref character varying(24) NOT NULL,
    amount_minor bigint NOT NULL,
    currency character varying(3) NOT NULL,
    status character varying(16) NOT NULL,
    session character varying(255) NOT NULL,
    redirect_url text NOT NULL,
    txn_id character varying(80) NOT NULL,
    made_at bigint NOT NULL,
    ends_at bigint,
    polls integer NOT NULL,
    poll_at bigint,
    error character varying(200) NOT NULL,
    language character varying(8) NOT NULL,
    customer_id bigint NOT NULL,
    gateway_id bigint NOT NULL,
    link_id bigint,
    operator_id bigint NOT NULL,
    asking_until bigint
);


--
-- Name: TABLE attempt; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.attempt IS 'One try of a customer to pay through one gateway, `ref` is our reference at the gateway.';


--
-- Name: COLUMN attempt.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.attempt.status IS 'CREATED: created\nINITIATED: initiated\nUNKNOWN: unknown\nPAID: paid\nHELD: held\nFAILED: failed\nCANCELLED: cancelled\nEXPIRED: expired';


--
-- Name: attempt_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: attempt_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.attempt_id_seq OWNED BY public.attempt.id;


--
-- Name: audit; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit (
    id bigint NOT NULL,
    at bigint NOT NULL,
    actor character varying(64) NOT NULL,
    act character varying(64) NOT NULL,
    subject character varying(32) NOT NULL,
    subject_id bigint,
    before text,
    after text,
    operator_id bigint,
    staff_id bigint
);


--
-- Name: TABLE audit; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.audit IS 'One act of one person: who, what, on what, before, after.';


--
-- Name: audit_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: audit_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.audit_id_seq OWNED BY public.audit.id;


--
-- Name: bill; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.bill (
    id bigint NOT NULL,
    number character varying(64) NOT NULL,
    year integer NOT NULL,
    serial bigint NOT NULL,
    period character varying(10) NOT NULL,
    starts_on character varying(10) NOT NULL,
    ends_on character varying(10) NOT NULL,
    issued_on character varying(10) NOT NULL,
    due_on character varying(10) NOT NULL,
    currency character varying(3) NOT NULL,
    net_minor bigint NOT NULL,
    vat_minor bigint NOT NULL,
    total_minor bigint NOT NULL,
    paid_minor bigint NOT NULL,
    status character varying(16) NOT NULL,
    run_id bigint,
    made_at bigint NOT NULL,
    settled_at bigint,
    customer_id bigint NOT NULL,
    operator_id bigint NOT NULL,
    warned_at bigint,
    CONSTRAINT bill_checked CHECK (((paid_minor >= 0) AND (paid_minor <= total_minor)))
);


--
-- Name: TABLE bill; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.bill IS 'What a customer owes for a period (or for one thing: `period` empty).';


--
-- Name: COLUMN bill.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bill.status IS 'UNPAID: unpaid\nPARTIAL: partial\nPAID: paid\nVOID: void';


--
-- Name: bill_counter; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.bill_counter (
    id bigint NOT NULL,
    year integer NOT NULL,
    given bigint NOT NULL,
    operator_id bigint NOT NULL
);


--
-- Name: TABLE bill_counter; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.bill_counter IS 'The last serial given, per operator and year.';


--
-- Name: bill_counter_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.bill_counter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: bill_counter_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.bill_counter_id_seq OWNED BY public.bill_counter.id;


--
-- Name: bill_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.bill_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: bill_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.bill_id_seq OWNED BY public.bill.id;


--
-- Name: bill_line; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.bill_line (
    id bigint NOT NULL,
    kind character varying(16) NOT NULL,
    label character varying(120) NOT NULL,
    amount_minor bigint NOT NULL,
    bill_id bigint NOT NULL
);


--
-- Name: TABLE bill_line; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.bill_line IS 'One line of a bill, the lines add up to its total.';


--
-- Name: COLUMN bill_line.kind; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bill_line.kind IS 'PACKAGE: package\nDISCOUNT: discount\nPRORATION: proration\nLATE_FEE: late_fee\nCHARGE: charge\nOPENING: opening\nVAT: vat';


--
-- Name: bill_line_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.bill_line_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: bill_line_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.bill_line_id_seq OWNED BY public.bill_line.id;


--
-- Name: bill_run; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.bill_run (
    id bigint NOT NULL,
    period character varying(10) NOT NULL,
    profiles text NOT NULL,
    status character varying(16) NOT NULL,
    cursor bigint NOT NULL,
    last_customer bigint NOT NULL,
    made integer NOT NULL,
    billed_minor bigint NOT NULL,
    skipped text NOT NULL,
    started_at bigint NOT NULL,
    finished_at bigint,
    operator_id bigint,
    staff_id bigint
);


--
-- Name: TABLE bill_run; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.bill_run IS 'A bill run over a period, resumable at `cursor` (the last customer looked at).';


--
-- Name: COLUMN bill_run.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.bill_run.status IS 'RUNNING: running\nDONE: done';


--
-- Name: bill_run_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.bill_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: bill_run_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.bill_run_id_seq OWNED BY public.bill_run.id;


--
-- Name: billing_profile; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.billing_profile (
    id bigint NOT NULL,
    code character varying(32) NOT NULL,
    name character varying(80) NOT NULL,
    cycle character varying(16) NOT NULL,
    bill_day integer NOT NULL,
    bill_hour integer NOT NULL,
    due_days integer NOT NULL,
    grace_days integer NOT NULL,
    auto_suspend boolean NOT NULL,
    suspend_hour integer NOT NULL,
    suspend_over_minor bigint,
    bill_suspended boolean NOT NULL,
    proration boolean NOT NULL,
    vat_rate_bp integer NOT NULL,
    vat_mode character varying(16) NOT NULL,
    least_part_minor bigint NOT NULL,
    part_payment boolean NOT NULL,
    reminder_days text NOT NULL,
    reminder_hour integer NOT NULL,
    quiet_from_hour integer NOT NULL,
    quiet_to_hour integer NOT NULL,
    operator_id bigint
);


--
-- Name: TABLE billing_profile; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.billing_profile IS 'The rules by which a customer is billed, reminded, suspended.';


--
-- Name: COLUMN billing_profile.vat_mode; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.billing_profile.vat_mode IS 'EXCLUSIVE: exclusive\nINCLUSIVE: inclusive';


--
-- Name: billing_profile_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.billing_profile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: billing_profile_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.billing_profile_id_seq OWNED BY public.billing_profile.id;


--
-- Name: broadcast; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.broadcast (
    id bigint NOT NULL,
    kind character varying(16) NOT NULL,
    audience text NOT NULL,
    channels character varying(40) NOT NULL,
    body text NOT NULL,
    status character varying(16) NOT NULL,
    send_at bigint,
    cursor bigint NOT NULL,
    filled boolean NOT NULL,
    recipients integer NOT NULL,
    segments integer NOT NULL,
    cost_minor bigint NOT NULL,
    left_out text NOT NULL,
    decided_at bigint,
    reason character varying(200) NOT NULL,
    made_at bigint NOT NULL,
    started_at bigint,
    ended_at bigint,
    author_id bigint NOT NULL,
    decided_by_id bigint,
    operator_id bigint NOT NULL,
    moved_at bigint,
    held_at bigint,
    costs text,
    fell_out text
);


--
-- Name: TABLE broadcast; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.broadcast IS 'One message to many customers, its recipients are messages with its id.';


--
-- Name: COLUMN broadcast.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.broadcast.status IS 'DRAFT: draft\nASKED: asked\nSCHEDULED: scheduled\nRUNNING: running\nPAUSED: paused\nDONE: done\nREJECTED: rejected\nCANCELLED: cancelled';


--
-- Name: broadcast_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.broadcast_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: broadcast_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.broadcast_id_seq OWNED BY public.broadcast.id;


--
-- Name: card; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.card (
    id bigint NOT NULL,
    key character varying(120) NOT NULL,
    screen character varying(48) NOT NULL,
    args text NOT NULL,
    subject character varying(48) NOT NULL,
    chat_id bigint NOT NULL,
    thread_id bigint,
    message_id bigint,
    language character varying(8) NOT NULL,
    wanted integer NOT NULL,
    shown integer NOT NULL,
    pinned_until bigint,
    holder character varying(64) NOT NULL,
    locked_until bigint NOT NULL,
    tries integer NOT NULL,
    staff_id bigint,
    face character varying(64) DEFAULT ''::character varying NOT NULL
)
WITH (fillfactor='80', autovacuum_vacuum_scale_factor='0.02');


--
-- Name: TABLE card; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.card IS 'A screen in a chat that must stay true: shown again whenever its subject changes.';


--
-- Name: card_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.card_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: card_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.card_id_seq OWNED BY public.card.id;


--
-- Name: charge; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.charge (
    id bigint NOT NULL,
    kind character varying(16) NOT NULL,
    label character varying(120) NOT NULL,
    amount_minor bigint NOT NULL,
    made_at bigint NOT NULL,
    bill_id bigint,
    customer_id bigint NOT NULL,
    staff_id bigint,
    CONSTRAINT charge_checked CHECK ((amount_minor > 0))
);


--
-- Name: TABLE charge; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.charge IS 'An adjustment that the customer''s next bill takes up as a line of its own.';


--
-- Name: COLUMN charge.kind; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.charge.kind IS 'PACKAGE: package\nDISCOUNT: discount\nPRORATION: proration\nLATE_FEE: late_fee\nCHARGE: charge\nOPENING: opening\nVAT: vat';


--
-- Name: charge_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.charge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: charge_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.charge_id_seq OWNED BY public.charge.id;


--
-- Name: credit; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.credit (
    id bigint NOT NULL,
    source character varying(16) NOT NULL,
    source_id bigint NOT NULL,
    amount_minor bigint NOT NULL,
    left_minor bigint NOT NULL,
    currency character varying(3) NOT NULL,
    made_at bigint NOT NULL,
    withdrawn_at bigint,
    customer_id bigint NOT NULL,
    operator_id bigint NOT NULL,
    CONSTRAINT credit_checked CHECK (((left_minor >= 0) AND (left_minor <= amount_minor)))
);


--
-- Name: TABLE credit; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.credit IS 'Money of a customer that settles bills, `left_minor` is their advance.';


--
-- Name: COLUMN credit.source; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.credit.source IS 'PAYMENT: payment\nOPENING: opening\nNOTE: note';


--
-- Name: credit_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.credit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: credit_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.credit_id_seq OWNED BY public.credit.id;


--
-- Name: customer; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.customer (
    id bigint NOT NULL,
    customer_id character varying(24) NOT NULL,
    name character varying(120) NOT NULL,
    mobile character varying(20) NOT NULL,
    whatsapp character varying(20) NOT NULL,
    email character varying(120) NOT NULL,
    language character varying(8) NOT NULL,
    address character varying(240) NOT NULL,
    connection character varying(16) NOT NULL,
    username character varying(64) NOT NULL,
    ip character varying(45) NOT NULL,
    mac character varying(17) NOT NULL,
    price_minor bigint,
    discount_minor bigint NOT NULL,
    exempt boolean NOT NULL,
    status character varying(16) NOT NULL,
    joined_on character varying(10) NOT NULL,
    expires_on character varying(10),
    promised_until character varying(10),
    opted_out_at bigint,
    billing_profile_id bigint NOT NULL,
    operator_id bigint NOT NULL,
    package_id bigint NOT NULL,
    router_id bigint,
    zone_id bigint
);


--
-- Name: TABLE customer; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.customer IS 'A person or firm with one connection.';


--
-- Name: COLUMN customer.connection; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.customer.connection IS 'PPPOE: pppoe\nSTATIC: static\nDHCP: dhcp\nHOTSPOT: hotspot';


--
-- Name: COLUMN customer.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.customer.status IS 'PENDING: pending\nACTIVE: active\nSUSPENDED: suspended\nEXPIRED: expired\nLEFT: left';


--
-- Name: customer_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.customer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: customer_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.customer_id_seq OWNED BY public.customer.id;


--
-- Name: delivery; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.delivery (
    id bigint NOT NULL,
    channel character varying(16) NOT NULL,
    "to" character varying(120) NOT NULL,
    text text NOT NULL,
    segments integer NOT NULL,
    cost_minor bigint NOT NULL,
    status character varying(16) NOT NULL,
    provider_id character varying(160) NOT NULL,
    handed_at bigint NOT NULL,
    sent_at bigint,
    delivered_at bigint,
    read_at bigint,
    failed_at bigint,
    error character varying(200) NOT NULL,
    closed boolean NOT NULL,
    ask_ms bigint NOT NULL,
    gateway_id bigint NOT NULL,
    message_id bigint NOT NULL
);


--
-- Name: TABLE delivery; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.delivery IS 'One try by one channel through one gateway, written before the provider is called.';


--
-- Name: COLUMN delivery.channel; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.delivery.channel IS 'WHATSAPP: whatsapp\nSMS: sms\nEMAIL: email';


--
-- Name: COLUMN delivery.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.delivery.status IS 'HANDED: handed\nSENT: sent\nDELIVERED: delivered\nREAD: read\nFAILED: failed\nUNKNOWN: unknown';


--
-- Name: delivery_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: delivery_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.delivery_id_seq OWNED BY public.delivery.id;


--
-- Name: entry; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.entry (
    id bigint NOT NULL,
    at bigint NOT NULL,
    debit character varying(16) NOT NULL,
    debit_of bigint NOT NULL,
    credit character varying(16) NOT NULL,
    credit_of bigint NOT NULL,
    amount_minor bigint NOT NULL,
    currency character varying(3) NOT NULL,
    cause character varying(24) NOT NULL,
    cause_id bigint NOT NULL,
    reverses_id bigint,
    reason character varying(200) NOT NULL,
    operator_id bigint NOT NULL,
    staff_id bigint,
    CONSTRAINT entry_checked CHECK ((amount_minor > 0))
);


--
-- Name: TABLE entry; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.entry IS 'One movement: `amount_minor` from the credited account to the debited one.';


--
-- Name: COLUMN entry.debit; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.entry.debit IS 'RECEIVABLE: receivable\nADVANCE: advance\nCASH: cash\nCLEARING: clearing\nBANK: bank\nREVENUE: revenue\nVAT: vat\nFEES: fees\nOPENING: opening\nWALLET: wallet\nCREDITS: credits';


--
-- Name: COLUMN entry.credit; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.entry.credit IS 'RECEIVABLE: receivable\nADVANCE: advance\nCASH: cash\nCLEARING: clearing\nBANK: bank\nREVENUE: revenue\nVAT: vat\nFEES: fees\nOPENING: opening\nWALLET: wallet\nCREDITS: credits';


--
-- Name: entry_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: entry_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.entry_id_seq OWNED BY public.entry.id;


--
-- Name: event_setting; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.event_setting (
    id bigint NOT NULL,
    event character varying(40) NOT NULL,
    enabled boolean NOT NULL,
    channels character varying(40) NOT NULL,
    operator_id bigint NOT NULL
);


--
-- Name: TABLE event_setting; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.event_setting IS 'Whether an operator sends an event, and by which channels in which order.';


--
-- Name: event_setting_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.event_setting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: event_setting_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.event_setting_id_seq OWNED BY public.event_setting.id;


--
-- Name: gateway; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.gateway (
    id bigint NOT NULL,
    name character varying(64) NOT NULL,
    kind character varying(16) NOT NULL,
    provider character varying(32) NOT NULL,
    enabled boolean NOT NULL,
    base_url character varying(300) NOT NULL,
    rate double precision NOT NULL,
    credentials text NOT NULL,
    options text NOT NULL,
    troubled_since bigint,
    slot_us bigint NOT NULL,
    operator_id bigint,
    slowness double precision DEFAULT 1 NOT NULL,
    slowed_us bigint DEFAULT 0 NOT NULL,
    paused_us bigint DEFAULT 0 NOT NULL
);


--
-- Name: TABLE gateway; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.gateway IS 'Our account with a provider, for messages or payments.';


--
-- Name: gateway_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.gateway_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: gateway_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.gateway_id_seq OWNED BY public.gateway.id;


--
-- Name: gateway_token; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.gateway_token (
    id bigint NOT NULL,
    sealed text NOT NULL,
    expires_ms bigint NOT NULL,
    locked_ms bigint NOT NULL,
    renewals text NOT NULL,
    gateway_id bigint NOT NULL
);


--
-- Name: TABLE gateway_token; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.gateway_token IS 'A provider''s session token, shared by all processes and renewed by one at a time.';


--
-- Name: gateway_token_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.gateway_token_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: gateway_token_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.gateway_token_id_seq OWNED BY public.gateway_token.id;


--
-- Name: heartbeat; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.heartbeat (
    process character varying(80) NOT NULL,
    role character varying(16) NOT NULL,
    seen_at bigint NOT NULL
);


--
-- Name: TABLE heartbeat; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.heartbeat IS 'The last sign of life of a role of a process.';


--
-- Name: identity; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.identity (
    id bigint NOT NULL,
    channel character varying(16) NOT NULL,
    address character varying(120) NOT NULL,
    phone character varying(20) NOT NULL,
    seen_at bigint NOT NULL,
    stopped_at bigint,
    customer_id bigint
);


--
-- Name: TABLE identity; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.identity IS 'Whose a name on a channel is: an id beside the number, or a number that was left.';


--
-- Name: COLUMN identity.channel; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.identity.channel IS 'WHATSAPP: whatsapp\nSMS: sms\nEMAIL: email';


--
-- Name: identity_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.identity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: identity_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.identity_id_seq OWNED BY public.identity.id;


--
-- Name: inbox; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.inbox (
    id bigint NOT NULL,
    kind character varying(16) NOT NULL,
    gateway character varying(64) NOT NULL,
    digest character varying(64) NOT NULL,
    headers text NOT NULL,
    body text NOT NULL,
    received_at bigint NOT NULL,
    status character varying(16) NOT NULL,
    tries integer NOT NULL,
    due_ms bigint NOT NULL,
    error character varying(300) NOT NULL
)
WITH (fillfactor='80', autovacuum_vacuum_scale_factor='0.02');


--
-- Name: TABLE inbox; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.inbox IS 'One request of a provider as it came, the same content is stored once.';


--
-- Name: COLUMN inbox.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.inbox.status IS 'NEW: new\nDONE: done\nFAILED: failed';


--
-- Name: inbox_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.inbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: inbox_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.inbox_id_seq OWNED BY public.inbox.id;


--
-- Name: incident; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incident (
    id bigint NOT NULL,
    kind character varying(32) NOT NULL,
    subject character varying(64) NOT NULL,
    opened_at bigint NOT NULL,
    closed_at bigint,
    muted_until bigint,
    flaps integer NOT NULL,
    data text NOT NULL,
    acked_by_id bigint,
    operator_id bigint
);


--
-- Name: TABLE incident; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.incident IS 'Something that NOC must know: one row from its start to its all-clear.';


--
-- Name: incident_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.incident_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: incident_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.incident_id_seq OWNED BY public.incident.id;


--
-- Name: invite; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.invite (
    id bigint NOT NULL,
    token_hash character varying(64) NOT NULL,
    role character varying(16) NOT NULL,
    zone_ids text,
    name character varying(120) NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint,
    made_by_id bigint,
    operator_id bigint NOT NULL
);


--
-- Name: TABLE invite; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.invite IS 'A one-time link that makes whoever opens it staff.';


--
-- Name: COLUMN invite.role; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.invite.role IS 'ADMIN: admin\nOPERATOR: operator\nMANAGER: manager\nCOLLECTOR: collector\nNOC: noc\nSUPPORT: support\nACCOUNTANT: accountant\nDISTRIBUTOR: distributor';


--
-- Name: invite_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.invite_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: invite_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.invite_id_seq OWNED BY public.invite.id;


--
-- Name: job_run; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.job_run (
    id bigint NOT NULL,
    name character varying(64) NOT NULL,
    period character varying(64) NOT NULL,
    status character varying(16) NOT NULL,
    holder character varying(64) NOT NULL,
    locked_until bigint NOT NULL,
    started_at bigint NOT NULL,
    finished_at bigint,
    tries integer NOT NULL,
    result text
);


--
-- Name: TABLE job_run; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.job_run IS 'One period of one job.';


--
-- Name: COLUMN job_run.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.job_run.status IS 'RUNNING: running\nDONE: done\nFAILED: failed';


--
-- Name: job_run_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.job_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: job_run_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.job_run_id_seq OWNED BY public.job_run.id;


--
-- Name: lease; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.lease (
    name character varying(64) NOT NULL,
    holder character varying(64) NOT NULL,
    until_ms bigint NOT NULL
);


--
-- Name: TABLE lease; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.lease IS 'Who may do what only one process does at a time, it runs out by itself.';


--
-- Name: link; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.link (
    id bigint NOT NULL,
    token_hash character varying(64) NOT NULL,
    nonce character varying(32) NOT NULL,
    key_id character varying(8) NOT NULL,
    broadcast_id bigint,
    made_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    opened_at bigint,
    closed_at bigint,
    closed_why character varying(16) NOT NULL,
    paid_minor bigint NOT NULL,
    customer_id bigint NOT NULL,
    operator_id bigint NOT NULL,
    staff_id bigint
);


--
-- Name: TABLE link; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.link IS 'A payment page of one customer, the token itself is never stored, see `vault.link_token`.';


--
-- Name: link_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.link_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: link_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.link_id_seq OWNED BY public.link.id;


--
-- Name: memory; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.memory (
    chat character varying(64) NOT NULL,
    flow character varying(48) NOT NULL,
    step character varying(48) NOT NULL,
    data text NOT NULL,
    touched_at bigint NOT NULL
);


--
-- Name: TABLE memory; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.memory IS 'The half-filled flow of a person in a chat, so that a restart changes nothing.';


--
-- Name: message; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.message (
    id bigint NOT NULL,
    dedupe character varying(120) NOT NULL,
    event character varying(40) NOT NULL,
    broadcast_id bigint,
    about text NOT NULL,
    body text NOT NULL,
    channels character varying(40) NOT NULL,
    priority integer NOT NULL,
    status character varying(16) NOT NULL,
    due_ms bigint NOT NULL,
    holder character varying(64) NOT NULL,
    locked_ms bigint NOT NULL,
    tries integer NOT NULL,
    made_at bigint NOT NULL,
    settled_at bigint,
    error character varying(200) NOT NULL,
    customer_id bigint,
    operator_id bigint NOT NULL
)
WITH (fillfactor='80', autovacuum_vacuum_scale_factor='0.02');


--
-- Name: TABLE message; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.message IS 'One message to one customer, whatever channels it takes, `dedupe` makes it one per cause.';


--
-- Name: COLUMN message.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.message.status IS 'READY: ready\nPAUSED: paused\nLEASED: leased\nSENT: sent\nDELIVERED: delivered\nREAD: read\nFAILED: failed\nUNKNOWN: unknown\nDROPPED: dropped';


--
-- Name: message_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: message_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.message_id_seq OWNED BY public.message.id;


--
-- Name: once_token; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.once_token (
    digest character varying(64) NOT NULL,
    act character varying(48) NOT NULL,
    staff_id bigint,
    made_at bigint NOT NULL,
    used_at bigint
);


--
-- Name: TABLE once_token; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.once_token IS 'A token of a button that moves money: good for one act.';


--
-- Name: operator; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.operator (
    id bigint NOT NULL,
    code character varying(32) NOT NULL,
    path character varying(200) NOT NULL,
    name character varying(120) NOT NULL,
    currency character varying(3) NOT NULL,
    timezone character varying(40) NOT NULL,
    region character varying(2) NOT NULL,
    language character varying(8) NOT NULL,
    support_phone character varying(20) NOT NULL,
    email character varying(120) NOT NULL,
    address character varying(200) NOT NULL,
    logo text NOT NULL,
    parent_id bigint
);


--
-- Name: TABLE operator; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.operator IS 'The ISP itself, or a reseller under it, `path` lists the ids from the root, `/1/4/`.';


--
-- Name: operator_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.operator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: operator_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.operator_id_seq OWNED BY public.operator.id;


--
-- Name: package; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.package (
    id bigint NOT NULL,
    code character varying(32) NOT NULL,
    name character varying(80) NOT NULL,
    price_minor bigint NOT NULL,
    currency character varying(3) NOT NULL,
    profile character varying(64) NOT NULL,
    kind character varying(16) NOT NULL,
    validity_days integer NOT NULL,
    active boolean NOT NULL,
    operator_id bigint
);


--
-- Name: TABLE package; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.package IS 'What is sold, `profile` is the speed profile on the router.';


--
-- Name: COLUMN package.kind; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.package.kind IS 'PPPOE: pppoe\nSTATIC: static\nDHCP: dhcp\nHOTSPOT: hotspot';


--
-- Name: package_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.package_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: package_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.package_id_seq OWNED BY public.package.id;


--
-- Name: payment; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.payment (
    id bigint NOT NULL,
    amount_minor bigint NOT NULL,
    fee_minor bigint NOT NULL,
    currency character varying(3) NOT NULL,
    method character varying(16) NOT NULL,
    txn_id character varying(80) NOT NULL,
    link_id bigint,
    note character varying(200) NOT NULL,
    paid_on character varying(10) NOT NULL,
    posted_at bigint NOT NULL,
    status character varying(16) NOT NULL,
    reversed_at bigint,
    reversed_by_id bigint,
    reversed_why character varying(200) NOT NULL,
    attempt_id bigint,
    customer_id bigint NOT NULL,
    gateway_id bigint,
    operator_id bigint NOT NULL,
    staff_id bigint,
    apart_from bigint,
    CONSTRAINT payment_checked CHECK ((amount_minor > 0))
);


--
-- Name: TABLE payment; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.payment IS 'Money that came. (gateway, txn_id) is unique, a reversal leaves the row.';


--
-- Name: COLUMN payment.method; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.payment.method IS 'CASH: cash\nBANK: bank\nBKASH: bkash\nNAGAD: nagad\nROCKET: rocket\nUPAY: upay\nCARD: card\nONLINE: online\nOTHER: other';


--
-- Name: COLUMN payment.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.payment.status IS 'POSTED: posted\nREVERSED: reversed';


--
-- Name: payment_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.payment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: payment_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.payment_id_seq OWNED BY public.payment.id;


--
-- Name: reach; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reach (
    id bigint NOT NULL,
    channel character varying(16) NOT NULL,
    address character varying(120) NOT NULL,
    heard_at bigint,
    unreachable_since bigint,
    declined_at bigint,
    other character varying(120)
);


--
-- Name: TABLE reach; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.reach IS 'What we learned of a number on a channel: last inbound message, not reachable since.';


--
-- Name: COLUMN reach.channel; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.reach.channel IS 'WHATSAPP: whatsapp\nSMS: sms\nEMAIL: email';


--
-- Name: reach_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.reach_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: reach_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.reach_id_seq OWNED BY public.reach.id;


--
-- Name: remnant; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.remnant (
    id bigint NOT NULL,
    name character varying(64) NOT NULL,
    address character varying(64) NOT NULL,
    kept_at bigint NOT NULL,
    tries integer NOT NULL,
    due_ms bigint NOT NULL,
    customer_id bigint NOT NULL,
    router_id bigint NOT NULL
);


--
-- Name: TABLE remnant; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.remnant IS 'What a service left on a router, or under a name there, when it moved: to be shut.';


--
-- Name: remnant_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.remnant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: remnant_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.remnant_id_seq OWNED BY public.remnant.id;


--
-- Name: router; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.router (
    id bigint NOT NULL,
    name character varying(64) NOT NULL,
    host character varying(120) NOT NULL,
    port integer NOT NULL,
    tls boolean NOT NULL,
    fingerprint character varying(95) NOT NULL,
    username character varying(64) NOT NULL,
    password text NOT NULL,
    suspended_profile character varying(64) NOT NULL,
    suspended_list character varying(64) NOT NULL,
    drop_sessions boolean NOT NULL,
    watch_only boolean NOT NULL,
    enabled boolean NOT NULL,
    operator_id bigint
);


--
-- Name: TABLE router; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.router IS 'A MikroTik router that customers hang behind.';


--
-- Name: router_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.router_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: router_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.router_id_seq OWNED BY public.router.id;


--
-- Name: router_state; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.router_state (
    id bigint NOT NULL,
    reachable boolean,
    since bigint,
    misses integer NOT NULL,
    hits integer NOT NULL,
    checked_at bigint,
    version character varying(40) NOT NULL,
    uptime_seconds bigint NOT NULL,
    cpu_load integer NOT NULL,
    sessions integer NOT NULL,
    read_at bigint,
    rows_read integer NOT NULL,
    sessions_read integer NOT NULL,
    waiting integer NOT NULL,
    released boolean NOT NULL,
    drift text NOT NULL,
    error character varying(200) NOT NULL,
    router_id bigint NOT NULL,
    failed integer DEFAULT 0 NOT NULL,
    due_at bigint,
    accepted integer
);


--
-- Name: TABLE router_state; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.router_state IS 'What is known of a router''s health and of its last full read.';


--
-- Name: router_state_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.router_state_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: router_state_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.router_state_id_seq OWNED BY public.router_state.id;


--
-- Name: search_term; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.search_term (
    id bigint NOT NULL,
    word character varying(40) NOT NULL COLLATE pg_catalog."C",
    customer_id bigint NOT NULL
);


--
-- Name: TABLE search_term; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.search_term IS 'A word by which a customer is found: name parts in Latin letters, their sound, numbers.';


--
-- Name: search_term_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.search_term_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: search_term_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.search_term_id_seq OWNED BY public.search_term.id;


--
-- Name: search_variant; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.search_variant (
    id bigint NOT NULL,
    variant character varying(40) NOT NULL COLLATE pg_catalog."C",
    word character varying(40) NOT NULL COLLATE pg_catalog."C"
);


--
-- Name: TABLE search_variant; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.search_variant IS 'A word with one letter left out: two words one slip apart share a variant.';


--
-- Name: search_variant_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.search_variant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: search_variant_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.search_variant_id_seq OWNED BY public.search_variant.id;


--
-- Name: search_word; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.search_word (
    word character varying(40) NOT NULL COLLATE pg_catalog."C",
    customers integer NOT NULL
);


--
-- Name: TABLE search_word; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.search_word IS 'A distinct word and how many customers have it.';


--
-- Name: seen_update; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.seen_update (
    id bigint NOT NULL,
    source character varying(64) NOT NULL,
    number bigint NOT NULL,
    at bigint NOT NULL
);


--
-- Name: TABLE seen_update; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.seen_update IS 'An update of a chat app that was taken on, so that a redelivery does nothing.';


--
-- Name: seen_update_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.seen_update_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: seen_update_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.seen_update_id_seq OWNED BY public.seen_update.id;


--
-- Name: service; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.service (
    id bigint NOT NULL,
    desired character varying(16) NOT NULL,
    profile character varying(64) NOT NULL,
    generation integer NOT NULL,
    applied integer NOT NULL,
    urgent boolean NOT NULL,
    asked_at bigint NOT NULL,
    done_at bigint,
    seen_at bigint,
    error character varying(200) NOT NULL,
    tries integer NOT NULL,
    due_ms bigint NOT NULL,
    held_at character varying(45),
    customer_id bigint NOT NULL,
    router_id bigint NOT NULL,
    target character varying(64) DEFAULT ''::character varying NOT NULL,
    dials boolean DEFAULT true NOT NULL
)
WITH (fillfactor='80', autovacuum_vacuum_scale_factor='0.02');


--
-- Name: TABLE service; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.service IS 'The desired and the confirmed state of one customer''s service.';


--
-- Name: COLUMN service.desired; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.service.desired IS 'ACTIVE: active\nSUSPENDED: suspended\nABSENT: absent';


--
-- Name: service_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.service_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: service_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.service_id_seq OWNED BY public.service.id;


--
-- Name: staff; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.staff (
    id bigint NOT NULL,
    telegram_id bigint,
    name character varying(120) NOT NULL,
    role character varying(16) NOT NULL,
    zone_ids text,
    language character varying(8) NOT NULL,
    removed_at bigint,
    operator_id bigint NOT NULL
);


--
-- Name: TABLE staff; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.staff IS 'A person who works with the system, bound to a Telegram account by an invite link.';


--
-- Name: COLUMN staff.role; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.staff.role IS 'ADMIN: admin\nOPERATOR: operator\nMANAGER: manager\nCOLLECTOR: collector\nNOC: noc\nSUPPORT: support\nACCOUNTANT: accountant\nDISTRIBUTOR: distributor';


--
-- Name: staff_group; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.staff_group (
    id bigint NOT NULL,
    purpose character varying(16) NOT NULL,
    chat_id bigint NOT NULL,
    thread_id bigint,
    title character varying(128) NOT NULL,
    language character varying(8) NOT NULL,
    operator_id bigint NOT NULL
);


--
-- Name: TABLE staff_group; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.staff_group IS 'A Telegram group that receives cards of one purpose for an operator''s subtree.';


--
-- Name: COLUMN staff_group.purpose; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.staff_group.purpose IS 'ALERTS: alerts\nPAYMENTS: payments\nBROADCASTS: broadcasts\nSUPPORT: support\nREPORTS: reports';


--
-- Name: staff_group_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.staff_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: staff_group_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.staff_group_id_seq OWNED BY public.staff_group.id;


--
-- Name: staff_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.staff_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: staff_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.staff_id_seq OWNED BY public.staff.id;


--
-- Name: suspension; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.suspension (
    id bigint NOT NULL,
    act character varying(16) NOT NULL,
    rule character varying(32) NOT NULL,
    figures text NOT NULL,
    at bigint NOT NULL,
    customer_id bigint NOT NULL,
    staff_id bigint
);


--
-- Name: TABLE suspension; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.suspension IS 'One suspension or reconnection with its rule and figures: answers ''why was I cut?''.';


--
-- Name: suspension_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.suspension_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: suspension_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.suspension_id_seq OWNED BY public.suspension.id;


--
-- Name: template; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.template (
    id bigint NOT NULL,
    event character varying(40) NOT NULL,
    language character varying(8) NOT NULL,
    channel character varying(16) NOT NULL,
    subject character varying(200) NOT NULL,
    text text NOT NULL,
    operator_id bigint NOT NULL
);


--
-- Name: TABLE template; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.template IS 'An operator''s own words for an event, in one language and channel.';


--
-- Name: COLUMN template.channel; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.template.channel IS 'WHATSAPP: whatsapp\nSMS: sms\nEMAIL: email';


--
-- Name: template_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.template_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: template_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.template_id_seq OWNED BY public.template.id;


--
-- Name: tortoise_migrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.tortoise_migrations (
    id integer NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied_at timestamp with time zone NOT NULL
);


--
-- Name: tortoise_migrations_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.tortoise_migrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: tortoise_migrations_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.tortoise_migrations_id_seq OWNED BY public.tortoise_migrations.id;


--
-- Name: verification; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.verification (
    id bigint NOT NULL,
    kind character varying(16) NOT NULL,
    status character varying(16) NOT NULL,
    link_id bigint,
    txn_id character varying(120) NOT NULL,
    sender character varying(20) NOT NULL,
    amount_minor bigint NOT NULL,
    currency character varying(3) NOT NULL,
    misfit text NOT NULL,
    asked_at bigint NOT NULL,
    decided_at bigint,
    reason character varying(200) NOT NULL,
    attempt_id bigint,
    customer_id bigint,
    decided_by_id bigint,
    gateway_id bigint NOT NULL,
    operator_id bigint NOT NULL
);


--
-- Name: TABLE verification; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.verification IS 'Money that waits for a person''s decision.';


--
-- Name: COLUMN verification.kind; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.verification.kind IS 'MANUAL: manual\nMISMATCH: mismatch\nUNMATCHED: unmatched\nRISK: risk\nBY_HAND: by_hand';


--
-- Name: COLUMN verification.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.verification.status IS 'SUBMITTED: submitted\nAPPROVED: approved\nREJECTED: rejected';


--
-- Name: verification_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.verification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: verification_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.verification_id_seq OWNED BY public.verification.id;


--
-- Name: zone; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.zone (
    id bigint NOT NULL,
    code character varying(32) NOT NULL,
    name character varying(80) NOT NULL,
    operator_id bigint NOT NULL
);


--
-- Name: TABLE zone; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.zone IS 'A part of the area served, collectors may be limited to some.';


--
-- Name: zone_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.zone_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: zone_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.zone_id_seq OWNED BY public.zone.id;


--
-- Name: allocation id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.allocation ALTER COLUMN id SET DEFAULT nextval('public.allocation_id_seq'::regclass);


--
-- Name: attempt id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attempt ALTER COLUMN id SET DEFAULT nextval('public.attempt_id_seq'::regclass);


--
-- Name: audit id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit ALTER COLUMN id SET DEFAULT nextval('public.audit_id_seq'::regclass);


--
-- Name: bill id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill ALTER COLUMN id SET DEFAULT nextval('public.bill_id_seq'::regclass);


--
-- Name: bill_counter id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill_counter ALTER COLUMN id SET DEFAULT nextval('public.bill_counter_id_seq'::regclass);


--
-- Name: bill_line id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill_line ALTER COLUMN id SET DEFAULT nextval('public.bill_line_id_seq'::regclass);


--
-- Name: bill_run id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill_run ALTER COLUMN id SET DEFAULT nextval('public.bill_run_id_seq'::regclass);


--
-- Name: billing_profile id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.billing_profile ALTER COLUMN id SET DEFAULT nextval('public.billing_profile_id_seq'::regclass);


--
-- Name: broadcast id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.broadcast ALTER COLUMN id SET DEFAULT nextval('public.broadcast_id_seq'::regclass);


--
-- Name: card id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.card ALTER COLUMN id SET DEFAULT nextval('public.card_id_seq'::regclass);


--
-- Name: charge id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.charge ALTER COLUMN id SET DEFAULT nextval('public.charge_id_seq'::regclass);


--
-- Name: credit id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.credit ALTER COLUMN id SET DEFAULT nextval('public.credit_id_seq'::regclass);


--
-- Name: customer id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.customer ALTER COLUMN id SET DEFAULT nextval('public.customer_id_seq'::regclass);


--
-- Name: delivery id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.delivery ALTER COLUMN id SET DEFAULT nextval('public.delivery_id_seq'::regclass);


--
-- Name: entry id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.entry ALTER COLUMN id SET DEFAULT nextval('public.entry_id_seq'::regclass);


--
-- Name: event_setting id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.event_setting ALTER COLUMN id SET DEFAULT nextval('public.event_setting_id_seq'::regclass);


--
-- Name: gateway id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gateway ALTER COLUMN id SET DEFAULT nextval('public.gateway_id_seq'::regclass);


--
-- Name: gateway_token id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gateway_token ALTER COLUMN id SET DEFAULT nextval('public.gateway_token_id_seq'::regclass);


--
-- Name: identity id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.identity ALTER COLUMN id SET DEFAULT nextval('public.identity_id_seq'::regclass);


--
-- Name: inbox id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.inbox ALTER COLUMN id SET DEFAULT nextval('public.inbox_id_seq'::regclass);


--
-- Name: incident id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incident ALTER COLUMN id SET DEFAULT nextval('public.incident_id_seq'::regclass);


--
-- Name: invite id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invite ALTER COLUMN id SET DEFAULT nextval('public.invite_id_seq'::regclass);


--
-- Name: job_run id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.job_run ALTER COLUMN id SET DEFAULT nextval('public.job_run_id_seq'::regclass);


--
-- Name: link id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.link ALTER COLUMN id SET DEFAULT nextval('public.link_id_seq'::regclass);


--
-- Name: message id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message ALTER COLUMN id SET DEFAULT nextval('public.message_id_seq'::regclass);


--
-- Name: operator id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operator ALTER COLUMN id SET DEFAULT nextval('public.operator_id_seq'::regclass);


--
-- Name: package id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.package ALTER COLUMN id SET DEFAULT nextval('public.package_id_seq'::regclass);


--
-- Name: payment id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payment ALTER COLUMN id SET DEFAULT nextval('public.payment_id_seq'::regclass);


--
-- Name: reach id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reach ALTER COLUMN id SET DEFAULT nextval('public.reach_id_seq'::regclass);


--
-- Name: remnant id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remnant ALTER COLUMN id SET DEFAULT nextval('public.remnant_id_seq'::regclass);


--
-- Name: router id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.router ALTER COLUMN id SET DEFAULT nextval('public.router_id_seq'::regclass);


--
-- Name: router_state id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.router_state ALTER COLUMN id SET DEFAULT nextval('public.router_state_id_seq'::regclass);


--
-- Name: search_term id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.search_term ALTER COLUMN id SET DEFAULT nextval('public.search_term_id_seq'::regclass);


--
-- Name: search_variant id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.search_variant ALTER COLUMN id SET DEFAULT nextval('public.search_variant_id_seq'::regclass);


--
-- Name: seen_update id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.seen_update ALTER COLUMN id SET DEFAULT nextval('public.seen_update_id_seq'::regclass);


--
-- Name: service id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.service ALTER COLUMN id SET DEFAULT nextval('public.service_id_seq'::regclass);


--
-- Name: staff id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.staff ALTER COLUMN id SET DEFAULT nextval('public.staff_id_seq'::regclass);


--
-- Name: staff_group id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.staff_group ALTER COLUMN id SET DEFAULT nextval('public.staff_group_id_seq'::regclass);


--
-- Name: suspension id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.suspension ALTER COLUMN id SET DEFAULT nextval('public.suspension_id_seq'::regclass);


--
-- Name: template id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.template ALTER COLUMN id SET DEFAULT nextval('public.template_id_seq'::regclass);


--
-- Name: tortoise_migrations id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tortoise_migrations ALTER COLUMN id SET DEFAULT nextval('public.tortoise_migrations_id_seq'::regclass);


--
-- Name: verification id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verification ALTER COLUMN id SET DEFAULT nextval('public.verification_id_seq'::regclass);


--
-- Name: zone id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.zone ALTER COLUMN id SET DEFAULT nextval('public.zone_id_seq'::regclass);


--
-- Data for Name: allocation; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.allocation VALUES
	(1, 30000, 1795240800000, NULL, 1, 1);


--
-- Data for Name: attempt; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.attempt VALUES
	(1, 'NKDK70CMH7QV4ZXN', 50000, 'BDT', 'initiated', 'session-NKDK70CMH7QV4ZXN', 'https://gateway.test/pay/NKDK70CMH7QV4ZXN', '', 1795240800000, NULL, 0, 1795240860000, '', 'bn', 1, 2, 1, 2, NULL);


--
-- Data for Name: audit; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.audit VALUES
	(1, 1795240800000, 'staff', 'group.bind', 'group', 1, NULL, '{"language": "en", "operator_id": 1, "purpose": "payments", "thread_id": null, "title": "NOC"}', 1, 1),
	(2, 1795240800000, 'staff', 'group.bind', 'group', 2, NULL, '{"language": "en", "operator_id": 1, "purpose": "alerts", "thread_id": null, "title": "NOC"}', 1, 1),
	(3, 1795240800000, 'staff', 'group.bind', 'group', 3, NULL, '{"language": "en", "operator_id": 1, "purpose": "broadcasts", "thread_id": null, "title": "NOC"}', 1, 1),
	(4, 1795240800000, 'staff', 'group.bind', 'group', 4, NULL, '{"language": "en", "operator_id": 1, "purpose": "reports", "thread_id": null, "title": "NOC"}', 1, 1),
	(5, 1795240800000, 'system', 'bill.run', 'bill_run', 1, NULL, '{"period": "2026-11"}', 1, NULL),
	(6, 1795240800000, 'staff', 'payment.record', 'payment', 1, NULL, '{"amount": "300.00", "method": "cash"}', 2, 3),
	(7, 1795240800000, 'staff', 'customer.suspend', 'customer', 2, NULL, '{"rule": "by-hand"}', 1, 1);


--
-- Data for Name: bill; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.bill VALUES
	(2, 'NORTH-2026-000002', 2026, 2, '2026-11', '2026-11-01', '2026-11-30', '2026-11-21', '2026-11-30', 'BDT', 100000, 0, 100000, 0, 'unpaid', 1, 1795240800000, NULL, 2, 2, NULL),
	(1, 'NORTH-2026-000001', 2026, 1, '2026-11', '2026-11-01', '2026-11-30', '2026-11-21', '2026-11-30', 'BDT', 100000, 0, 100000, 30000, 'partial', 1, 1795240800000, NULL, 1, 2, NULL);


--
-- Data for Name: bill_counter; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.bill_counter VALUES
	(1, 2026, 2, 2);


--
-- Data for Name: bill_line; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.bill_line VALUES
	(1, 'package', 'Home', 100000, 1),
	(2, 'package', 'Home', 100000, 2);


--
-- Data for Name: bill_run; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.bill_run VALUES
	(1, '2026-11', '[]', 'done', 2, 2, 2, 200000, '{}', 1795240800000, 1795240800000, NULL, NULL);


--
-- Data for Name: billing_profile; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.billing_profile VALUES
	(1, 'standard', 'Standard', 'calendar', 1, 0, 9, 3, true, 9, NULL, false, false, 0, 'exclusive', 0, true, '[-5, 0, 1]', 10, 22, 8, NULL),
	(2, 'taxed', 'With VAT 5 %', 'calendar', 1, 0, 9, 3, true, 9, NULL, false, false, 500, 'exclusive', 0, true, '[-5, 0, 1]', 10, 22, 8, NULL);


--
-- Data for Name: broadcast; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: card; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.card VALUES
	(1, 'telegram:700007:2', 'customer', '{"customer_id": 1}', 'customer:1', 700007, NULL, 2, 'en', 2, 2, 1795413600000, 'one', 0, 0, 3, 'e5ef3a0d91f4b43befbec7099e1f285d'),
	(2, 'verification:1:-1001234567890', 'verification.card', '{"verification_id": 1}', 'verification:1', -1001234567890, NULL, 2, 'en', 1, 1, NULL, 'one', 0, 0, NULL, 'dd608765de0663953cdb9b7d21ca8f21'),
	(3, 'incident:1:-1001234567890', 'incident.card', '{"incident_id": 1}', 'incident:1', -1001234567890, NULL, 3, 'en', 2, 2, NULL, 'one', 0, 0, NULL, '5bef095b8db8412e15850568b5ed0c72');


--
-- Data for Name: charge; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: credit; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.credit VALUES
	(1, 'payment', 1, 30000, 0, 'BDT', 1795240800000, NULL, 1, 2);


--
-- Data for Name: customer; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.customer VALUES
	(1, '1001', 'Rahim Uddin', '+8801711111111', '', '', 'en', '', 'pppoe', 'rahim', '10.0.0.11', '', NULL, 0, false, 'active', '2026-01-01', NULL, NULL, NULL, 1, 2, 1, 1, 1),
	(2, '1002', 'Karim Mia', '+8801722222222', '', '', 'en', '', 'pppoe', 'karim', '10.0.0.12', '', NULL, 0, false, 'suspended', '2026-01-01', NULL, NULL, NULL, 1, 2, 1, 1, 2);


--
-- Data for Name: delivery; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: entry; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.entry VALUES
	(1, 1795240800000, 'receivable', 1, 'revenue', 2, 100000, 'BDT', 'bill', 1, NULL, '', 2, NULL),
	(2, 1795240800000, 'receivable', 2, 'revenue', 2, 100000, 'BDT', 'bill', 2, NULL, '', 2, NULL),
	(3, 1795240800000, 'cash', 3, 'advance', 1, 30000, 'BDT', 'payment', 1, NULL, '', 2, 3),
	(4, 1795240800000, 'advance', 1, 'receivable', 1, 30000, 'BDT', 'allocation', 1, NULL, '', 2, 3);


--
-- Data for Name: event_setting; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: gateway; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.gateway VALUES
	(1, 'wa', 'whatsapp', 'meta', true, '', 10, 'gAAAAABrDUPMsGYM9turdjQubfD0FAx6von4S3LXOBk6qlzmItVgJ2n_J4uKqw7hU6qoP5zq3KeDEsBNLcR4aSIwJklkSk6bZ74f13-oMXC0eqlc07vZAoI=', '{}', NULL, 0, NULL, 1, 0, 0),
	(2, 'bkash-main', 'payment', 'bkash', true, '', 10, 'gAAAAABrDUPM_hPSK-7Jr-ulbfknwYniaRXNQVZOUWc2hot9LypVg9scfKcORPSzCB9l-gA9lC7M2fbzayGmGzoGtWrFl3jBhxMxvIDzYDZDzk1oBNHTZBU=', '{}', NULL, 0, NULL, 1, 0, 0),
	(3, 'nagad-hand', 'payment', 'manual', true, '', 10, 'gAAAAABrDUPMwfgUmds9hNmonI06M8xVls2fh4P5RtJGwyf5yn1m-VF5qoYeWfDcWgakoZpTd0fW8PQFmrChLxnfLaDgDV4oZ3FRu_wafn1gly0vrBr6dIY=', '{"method": "nagad", "number": "01700-000000"}', NULL, 0, NULL, 1, 0, 0);


--
-- Data for Name: gateway_token; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: heartbeat; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: identity; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: inbox; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.inbox VALUES
	(1, 'telegram', 'main', '563f6f0fd5ddec74b52d2281ba46386003811f988be0e127443544f9790cd3e1', '{}', '{"my_chat_member": {"chat": {"id": -1001234567890, "is_forum": true, "title": "NOC", "type": "supergroup"}, "date": 1796031435, "from": {"first_name": "Asha", "id": 700005, "is_bot": false, "language_code": "en"}, "new_chat_member": {"can_be_edited": false, "can_change_info": true, "can_delete_messages": true, "can_delete_stories": true, "can_edit_stories": true, "can_invite_users": true, "can_manage_chat": true, "can_manage_topics": true, "can_manage_video_chats": true, "can_pin_messages": true, "can_post_stories": true, "can_promote_members": true, "can_restrict_members": true, "can_send_welcome_messages": true, "is_anonymous": false, "status": "administrator", "user": {"first_name": "Bot", "id": 700100, "is_bot": true, "username": "sandbox_700100_bot"}}, "old_chat_member": {"status": "left", "user": {"first_name": "Bot", "id": 700100, "is_bot": true, "username": "sandbox_700100_bot"}}}, "update_id": 700100001}', 1795240800000, 'done', 1, 1795240815000, ''),
	(2, 'telegram', 'main', '453e169bfd4c091fb7a52200ae7ef9e7e74504c9e17a750ed24ca68935ef2f91', '{}', '{"message": {"chat": {"id": -1001234567890, "is_forum": true, "title": "NOC", "type": "supergroup"}, "date": 1796031435, "from": {"first_name": "Asha", "id": 700005, "is_bot": false, "language_code": "en"}, "message_id": 1, "new_chat_members": [{"first_name": "Bot", "id": 700100, "is_bot": true, "username": "sandbox_700100_bot"}]}, "update_id": 700100002}', 1795240800000, 'done', 1, 1795240815000, ''),
	(3, 'telegram', 'main', '3a5b76296d2ba551eeafc8987dcaf19a00da92e476cdaa646e1484b9f11c9dad', '{}', '{"message": {"chat": {"first_name": "Chand", "id": 700007, "type": "private"}, "date": 1796031436, "from": {"first_name": "Chand", "id": 700007, "is_bot": false, "language_code": "en"}, "message_id": 1, "text": "rahim"}, "update_id": 700100003}', 1795240800000, 'done', 1, 1795240815000, ''),
	(4, 'telegram', 'main', '66fbe9406e244788ebbacbaf1d9e5abbfb35269d58416428158660e746fc7a98', '{}', '{"message": {"chat": {"first_name": "Chand", "id": 700007, "type": "private"}, "date": 1796031436, "entities": [{"length": 5, "offset": 0, "type": "bot_command"}], "from": {"first_name": "Chand", "id": 700007, "is_bot": false, "language_code": "en"}, "message_id": 3, "text": "/paid 1001 300"}, "update_id": 700100004}', 1795240800000, 'done', 1, 1795240815000, ''),
	(5, 'telegram', 'main', 'd3cdd2984cbd202bbbc9046e82729a17c89ea1a4afe0842a3ded50c93e97f47c', '{}', '{"callback_query": {"chat_instance": "21700217", "data": "62iC:paid.fad359:tvwnnS~6YoOREevtVBK5ezAy3jqpy", "from": {"first_name": "Chand", "id": 700007, "is_bot": false, "language_code": "en"}, "id": "4000000001", "message": {"chat": {"first_name": "Chand", "id": 700007, "type": "private"}, "date": 1796031436, "entities": [{"length": 4, "offset": 7, "type": "bold"}, {"length": 11, "offset": 17, "type": "bold"}, {"length": 4, "offset": 31, "type": "code"}], "from": {"first_name": "Bot", "id": 700100, "is_bot": true, "username": "sandbox_700100_bot"}, "message_id": 4, "reply_markup": {"inline_keyboard": [[{"callback_data": "DHg3:paid.fad359:method:.0", "text": "✅ Cash"}, {"callback_data": "DHg3:paid.fad359:method:.1", "text": "bKash"}, {"callback_data": "DHg3:paid.fad359:method:.2", "text": "Nagad"}, {"callback_data": "DHg3:paid.fad359:method:.3", "text": "Rocket"}], [{"callback_data": "62iC:paid.fad359:tvwnnS~6YoOREevtVBK5ezAy3jqpy", "text": "✅ Confirm"}], [{"callback_data": "TXqE:paid.fad359", "text": "✏️ Change"}, {"callback_data": "Qkwo:paid.fad359", "text": "✖️ Cancel"}]]}, "text": "Record ৳300 from Rahim Uddin · 1001?\n\nMethod: Cash\n\n◐ Goes to NORTH-2026-000001 · November 2026: ৳300; ৳700 of it stays open\n\nDue now: ৳1,000\nDue after this: ৳700"}}, "update_id": 700100005}', 1795240800000, 'done', 1, 1795240815000, ''),
	(7, 'telegram', 'main', '5d976aabdcec4bdb18149c9e788cdb802331a7321ec3dc0a754c8279045807ed', '{}', '{"message": {"chat": {"first_name": "Asha", "id": 700005, "type": "private"}, "date": 1796031436, "entities": [{"length": 8, "offset": 0, "type": "bot_command"}], "from": {"first_name": "Asha", "id": 700005, "is_bot": false, "language_code": "en"}, "message_id": 7, "text": "/billrun 2026-12"}, "update_id": 700100007}', 1795240800000, 'done', 1, 1795240815000, ''),
	(6, 'telegram', 'main', 'd479aeec633719baac352580157be419f26220f76ac8e1e2645f34bd90d631e1', '{}', '{"message": {"chat": {"first_name": "Bina", "id": 700006, "type": "private"}, "date": 1796031436, "entities": [{"length": 5, "offset": 0, "type": "bot_command"}], "from": {"first_name": "Bina", "id": 700006, "is_bot": false, "language_code": "en"}, "message_id": 5, "text": "/paid 1002"}, "update_id": 700100006}', 1795240800000, 'done', 1, 1795240815000, ''),
	(8, 'telegram', 'main', '14b2c72e70533cecb63a66d9fbd308903d6d72a806080b0efcd5b1185ca89263', '{}', '{"message": {"chat": {"first_name": "Asha", "id": 700005, "type": "private"}, "date": 1796031436, "entities": [{"length": 10, "offset": 0, "type": "bot_command"}], "from": {"first_name": "Asha", "id": 700005, "is_bot": false, "language_code": "en"}, "message_id": 9, "text": "/broadcast"}, "update_id": 700100008}', 1795240800000, 'done', 1, 1795240815000, '');


--
-- Data for Name: incident; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.incident VALUES
	(1, 'router-down', 'router:1', 1795240800000, NULL, NULL, 0, '{"customers": 2, "reason": "timeout", "router": "core-1"}', NULL, NULL);


--
-- Data for Name: invite; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: job_run; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: lease; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: link; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.link VALUES
	(1, '314d1dc9588ca4da942903cdb2499d48c73e7b207660ce0d4c747a361cc49a6b', '0a44d476562d029c379d48b773882034', '04c975d5', NULL, 1795240800000, 1795845600000, NULL, NULL, '', 0, 1, 2, NULL);


--
-- Data for Name: memory; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.memory VALUES
	('telegram:700006:700006', 'paid', 'amount', '{"given": {}, "options": [100000], "run": "1cd205", "values": {"customer": 2}}', 1795240800000),
	('telegram:700005:700005', 'broadcast', 'kind', '{"given": {}, "options": ["link", "text"], "run": "218bc6", "values": {"operators": [], "packages": [], "statuses": [], "zones": []}}', 1795240800000);


--
-- Data for Name: message; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.message VALUES
	(1, 'bill:1:made', 'bill-created', NULL, '{"bill": 1}', '', '', 5, 'ready', 0, '', 0, 0, 1795240800000, NULL, '', 1, 2),
	(2, 'bill:2:made', 'bill-created', NULL, '{"bill": 2}', '', '', 5, 'ready', 0, '', 0, 0, 1795240800000, NULL, '', 2, 2),
	(3, 'payment:1:received', 'payment-received', NULL, '{"payment": 1}', '', '', 1, 'ready', 0, '', 0, 0, 1795240800000, NULL, '', 1, 2);


--
-- Data for Name: once_token; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.once_token VALUES
	('191d6a144b1ee139719c8523bdd4efec49de40411125a9d0caffb3d0b55f3d29', 'flow.confirm', 3, 1795240800000, 1795240800000),
	('1b87e5cd47320e6a21ae5c7d8928dbc5767298bc6475b1b50b619dc7df980d33', 'flow.undo', 3, 1795240800000, NULL),
	('9e23f5cdb3aecd2132f5eda533de3e29a2a0b50d355fd9bfcb8c05c89fc796f7', 'billrun.start', 1, 1795240800000, NULL),
	('42b20e1c6cd57c40e0dc72f883c96b9de6f3f580e0c5bf132c06dd0e57dde7ff', 'verification.approve', NULL, 1795240800000, NULL);


--
-- Data for Name: operator; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.operator VALUES
	(1, 'isp', '/1/', 'Nagar Net', 'BDT', 'Asia/Dhaka', 'BD', 'en', '', '', '', '', NULL),
	(2, 'north', '/1/2/', 'North Net', 'BDT', 'Asia/Dhaka', 'BD', 'en', '', '', '', '', 1),
	(3, 'south', '/1/3/', 'South Net', 'BDT', 'Asia/Dhaka', 'BD', 'en', '', '', '', '', 1);


--
-- Data for Name: package; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.package VALUES
	(1, 'home', 'Home', 100000, 'BDT', '10M', 'pppoe', 30, true, NULL),
	(2, 'swift', 'Swift', 150000, 'BDT', '20M', 'pppoe', 30, true, NULL);


--
-- Data for Name: payment; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.payment VALUES
	(1, 30000, 0, 'BDT', 'cash', '', NULL, '', '2026-11-21', 1795240800000, 'posted', NULL, NULL, '', NULL, 1, NULL, 2, 3, NULL);


--
-- Data for Name: reach; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: remnant; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: router; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.router VALUES
	(1, 'core-1', '192.0.2.4', 8728, false, '', 'netkhata', 'gAAAAABrDUPLGaVmFcqzlaP48rthm4e-OhWUbqdK2k-XW-PYTEmFeN1HlHkU0yBlSSgJeBp1dspgqnW_v_YHNhLW0QCpAgotCCYgI1px8qvrVTapVZbQXzc=', 'suspended', 'suspended', false, false, true, NULL);


--
-- Data for Name: router_state; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: search_term; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.search_term VALUES
	(1, 'karim', 2),
	(2, 'mia', 2),
	(3, 'rahim', 1),
	(4, 'uddin', 1),
	(5, '~adin', 1),
	(6, '~karim', 2),
	(7, '~mia', 2),
	(8, '~rahim', 1);


--
-- Data for Name: search_variant; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.search_variant VALUES
	(1, 'arim', 'karim'),
	(2, 'kaim', 'karim'),
	(3, 'kari', 'karim'),
	(4, 'karm', 'karim'),
	(5, 'krim', 'karim'),
	(6, 'ia', 'mia'),
	(7, 'ma', 'mia'),
	(8, 'mi', 'mia'),
	(9, 'ahim', 'rahim'),
	(10, 'rahi', 'rahim'),
	(11, 'rahm', 'rahim'),
	(12, 'raim', 'rahim'),
	(13, 'rhim', 'rahim'),
	(14, 'ddin', 'uddin'),
	(15, 'uddi', 'uddin'),
	(16, 'uddn', 'uddin'),
	(17, 'udin', 'uddin');


--
-- Data for Name: search_word; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.search_word VALUES
	('karim', 1),
	('mia', 1),
	('rahim', 1),
	('uddin', 1),
	('~adin', 1),
	('~karim', 1),
	('~mia', 1),
	('~rahim', 1);


--
-- Data for Name: seen_update; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.seen_update VALUES
	(1, 'telegram:700100', 700100001, 1795240800000),
	(2, 'telegram:700100', 700100002, 1795240800000),
	(3, 'telegram:700100', 700100003, 1795240800000),
	(4, 'telegram:700100', 700100004, 1795240800000),
	(5, 'telegram:700100', 700100005, 1795240800000),
	(6, 'telegram:700100', 700100006, 1795240800000),
	(7, 'telegram:700100', 700100007, 1795240800000),
	(8, 'telegram:700100', 700100008, 1795240800000);


--
-- Data for Name: service; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.service VALUES
	(1, 'suspended', '10M', 2, 0, false, 1795240800000, NULL, NULL, '', 0, 0, NULL, 2, 1, 'karim', true);


--
-- Data for Name: staff; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.staff VALUES
	(1, 700005, 'Asha', 'admin', NULL, 'en', NULL, 1),
	(2, 700006, 'Bina', 'operator', NULL, 'en', NULL, 2),
	(3, 700007, 'Chand', 'collector', '[1]', 'en', NULL, 2),
	(4, 700008, 'Dipa', 'noc', NULL, 'en', NULL, 1),
	(5, 700009, 'Esha', 'operator', NULL, 'en', NULL, 3);


--
-- Data for Name: staff_group; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.staff_group VALUES
	(1, 'payments', -1001234567890, NULL, 'NOC', 'en', 1),
	(2, 'alerts', -1001234567890, NULL, 'NOC', 'en', 1),
	(3, 'broadcasts', -1001234567890, NULL, 'NOC', 'en', 1),
	(4, 'reports', -1001234567890, NULL, 'NOC', 'en', 1);


--
-- Data for Name: suspension; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.suspension VALUES
	(1, 'suspend', 'by-hand', '{}', 1795240800000, 2, 1);


--
-- Data for Name: template; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: tortoise_migrations; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.tortoise_migrations VALUES
	(1, 'domain', '0001_initial', '2026-11-30 09:37:12.882175+00'),
	(2, 'domain', '0002_promises', '2026-11-30 09:37:12.968631+00'),
	(3, 'domain', '0003_routers', '2026-11-30 09:37:13.370297+00'),
	(4, 'domain', '0004_manners', '2026-11-30 09:37:13.704507+00'),
	(5, 'domain', '0005_askers', '2026-11-30 09:37:13.803751+00'),
	(6, 'domain', '0006_warnings', '2026-11-30 09:37:14.137097+00'),
	(7, 'domain', '0007_transactions', '2026-11-30 09:37:14.340477+00'),
	(8, 'domain', '0008_identities', '2026-11-30 09:37:14.526122+00'),
	(9, 'domain', '0009_widths', '2026-11-30 09:37:15.054949+00'),
	(10, 'domain', '0010_faces', '2026-11-30 09:37:15.142126+00'),
	(11, 'domain', '0011_remnants', '2026-11-30 09:37:15.379841+00'),
	(12, 'domain', '0012_costs', '2026-11-30 09:37:15.552188+00');


--
-- Data for Name: verification; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.verification VALUES
	(1, 'mismatch', 'submitted', NULL, 'BFJ0A1B2C3', '', 40000, 'BDT', '[]', 1795240800000, NULL, '', NULL, 2, NULL, 3, 2);


--
-- Data for Name: zone; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.zone VALUES
	(1, 'mirpur', 'Mirpur', 2),
	(2, 'uttara', 'Uttara', 2),
	(3, 'gulshan', 'Gulshan', 3);


--
-- Name: allocation_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.allocation_id_seq', 1, true);


--
-- Name: attempt_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.attempt_id_seq', 1, true);


--
-- Name: audit_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.audit_id_seq', 7, true);


--
-- Name: bill_counter_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.bill_counter_id_seq', 1, true);


--
-- Name: bill_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.bill_id_seq', 2, true);


--
-- Name: bill_line_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.bill_line_id_seq', 2, true);


--
-- Name: bill_run_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.bill_run_id_seq', 1, true);


--
-- Name: billing_profile_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.billing_profile_id_seq', 2, true);


--
-- Name: broadcast_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.broadcast_id_seq', 1, false);


--
-- Name: card_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.card_id_seq', 3, true);


--
-- Name: charge_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.charge_id_seq', 1, false);


--
-- Name: credit_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.credit_id_seq', 1, true);


--
-- Name: customer_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.customer_id_seq', 2, true);


--
-- Name: delivery_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.delivery_id_seq', 1, false);


--
-- Name: entry_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.entry_id_seq', 4, true);


--
-- Name: event_setting_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.event_setting_id_seq', 1, false);


--
-- Name: gateway_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.gateway_id_seq', 3, true);


--
-- Name: gateway_token_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.gateway_token_id_seq', 1, false);


--
-- Name: identity_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.identity_id_seq', 1, false);


--
-- Name: inbox_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.inbox_id_seq', 8, true);


--
-- Name: incident_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incident_id_seq', 1, true);


--
-- Name: invite_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.invite_id_seq', 1, false);


--
-- Name: job_run_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.job_run_id_seq', 1, false);


--
-- Name: link_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.link_id_seq', 1, true);


--
-- Name: message_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.message_id_seq', 3, true);


--
-- Name: operator_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.operator_id_seq', 3, true);


--
-- Name: package_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.package_id_seq', 2, true);


--
-- Name: payment_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.payment_id_seq', 1, true);


--
-- Name: reach_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reach_id_seq', 1, false);


--
-- Name: remnant_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.remnant_id_seq', 1, false);


--
-- Name: router_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.router_id_seq', 1, true);


--
-- Name: router_state_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.router_state_id_seq', 1, false);


--
-- Name: search_term_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.search_term_id_seq', 8, true);


--
-- Name: search_variant_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.search_variant_id_seq', 17, true);


--
-- Name: seen_update_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.seen_update_id_seq', 8, true);


--
-- Name: service_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.service_id_seq', 1, true);


--
-- Name: staff_group_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.staff_group_id_seq', 4, true);


--
-- Name: staff_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.staff_id_seq', 5, true);


--
-- Name: suspension_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.suspension_id_seq', 1, true);


--
-- Name: template_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.template_id_seq', 1, false);


--
-- Name: tortoise_migrations_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.tortoise_migrations_id_seq', 12, true);


--
-- Name: verification_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.verification_id_seq', 1, true);


--
-- Name: zone_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.zone_id_seq', 3, true);


--
-- Name: allocation allocation_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.allocation
    ADD CONSTRAINT allocation_pkey PRIMARY KEY (id);


--
-- Name: attempt attempt_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attempt
    ADD CONSTRAINT attempt_pkey PRIMARY KEY (id);


--
-- Name: attempt attempt_ref_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attempt
    ADD CONSTRAINT attempt_ref_key UNIQUE (ref);


--
-- Name: audit audit_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (id);


--
-- Name: bill_counter bill_counter_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill_counter
    ADD CONSTRAINT bill_counter_pkey PRIMARY KEY (id);


--
-- Name: bill_line bill_line_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill_line
    ADD CONSTRAINT bill_line_pkey PRIMARY KEY (id);


--
-- Name: bill bill_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill
    ADD CONSTRAINT bill_pkey PRIMARY KEY (id);


--
-- Name: bill_run bill_run_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill_run
    ADD CONSTRAINT bill_run_pkey PRIMARY KEY (id);


--
-- Name: billing_profile billing_profile_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.billing_profile
    ADD CONSTRAINT billing_profile_code_key UNIQUE (code);


--
-- Name: billing_profile billing_profile_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.billing_profile
    ADD CONSTRAINT billing_profile_pkey PRIMARY KEY (id);


--
-- Name: broadcast broadcast_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.broadcast
    ADD CONSTRAINT broadcast_pkey PRIMARY KEY (id);


--
-- Name: card card_key_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.card
    ADD CONSTRAINT card_key_key UNIQUE (key);


--
-- Name: card card_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.card
    ADD CONSTRAINT card_pkey PRIMARY KEY (id);


--
-- Name: charge charge_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_pkey PRIMARY KEY (id);


--
-- Name: credit credit_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.credit
    ADD CONSTRAINT credit_pkey PRIMARY KEY (id);


--
-- Name: customer customer_customer_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_customer_id_key UNIQUE (customer_id);


--
-- Name: customer customer_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_pkey PRIMARY KEY (id);


--
-- Name: delivery delivery_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (id);


--
-- Name: entry entry_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (id);


--
-- Name: entry entry_reverses_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_reverses_id_key UNIQUE (reverses_id);


--
-- Name: event_setting event_setting_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.event_setting
    ADD CONSTRAINT event_setting_pkey PRIMARY KEY (id);


--
-- Name: gateway gateway_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gateway
    ADD CONSTRAINT gateway_name_key UNIQUE (name);


--
-- Name: gateway gateway_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gateway
    ADD CONSTRAINT gateway_pkey PRIMARY KEY (id);


--
-- Name: gateway_token gateway_token_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gateway_token
    ADD CONSTRAINT gateway_token_pkey PRIMARY KEY (id);


--
-- Name: heartbeat heartbeat_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.heartbeat
    ADD CONSTRAINT heartbeat_pkey PRIMARY KEY (process);


--
-- Name: identity identity_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_pkey PRIMARY KEY (id);


--
-- Name: inbox inbox_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (id);


--
-- Name: incident incident_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_pkey PRIMARY KEY (id);


--
-- Name: invite invite_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invite
    ADD CONSTRAINT invite_pkey PRIMARY KEY (id);


--
-- Name: invite invite_token_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invite
    ADD CONSTRAINT invite_token_hash_key UNIQUE (token_hash);


--
-- Name: job_run job_run_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.job_run
    ADD CONSTRAINT job_run_pkey PRIMARY KEY (id);


--
-- Name: lease lease_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.lease
    ADD CONSTRAINT lease_pkey PRIMARY KEY (name);


--
-- Name: link link_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_pkey PRIMARY KEY (id);


--
-- Name: link link_token_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_token_hash_key UNIQUE (token_hash);


--
-- Name: memory memory_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.memory
    ADD CONSTRAINT memory_pkey PRIMARY KEY (chat);


--
-- Name: message message_dedupe_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_dedupe_key UNIQUE (dedupe);


--
-- Name: message message_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (id);


--
-- Name: once_token once_token_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.once_token
    ADD CONSTRAINT once_token_pkey PRIMARY KEY (digest);


--
-- Name: operator operator_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operator
    ADD CONSTRAINT operator_code_key UNIQUE (code);


--
-- Name: operator operator_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operator
    ADD CONSTRAINT operator_pkey PRIMARY KEY (id);


--
-- Name: package package_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.package
    ADD CONSTRAINT package_code_key UNIQUE (code);


--
-- Name: package package_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.package
    ADD CONSTRAINT package_pkey PRIMARY KEY (id);


--
-- Name: payment payment_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_pkey PRIMARY KEY (id);


--
-- Name: reach reach_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reach
    ADD CONSTRAINT reach_pkey PRIMARY KEY (id);


--
-- Name: remnant remnant_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remnant
    ADD CONSTRAINT remnant_pkey PRIMARY KEY (id);


--
-- Name: router router_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.router
    ADD CONSTRAINT router_name_key UNIQUE (name);


--
-- Name: router router_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.router
    ADD CONSTRAINT router_pkey PRIMARY KEY (id);


--
-- Name: router_state router_state_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.router_state
    ADD CONSTRAINT router_state_pkey PRIMARY KEY (id);


--
-- Name: search_term search_term_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.search_term
    ADD CONSTRAINT search_term_pkey PRIMARY KEY (id);


--
-- Name: search_variant search_variant_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.search_variant
    ADD CONSTRAINT search_variant_pkey PRIMARY KEY (id);


--
-- Name: search_word search_word_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.search_word
    ADD CONSTRAINT search_word_pkey PRIMARY KEY (word);


--
-- Name: seen_update seen_update_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.seen_update
    ADD CONSTRAINT seen_update_pkey PRIMARY KEY (id);


--
-- Name: service service_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.service
    ADD CONSTRAINT service_pkey PRIMARY KEY (id);


--
-- Name: staff_group staff_group_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.staff_group
    ADD CONSTRAINT staff_group_pkey PRIMARY KEY (id);


--
-- Name: staff staff_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (id);


--
-- Name: staff staff_telegram_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_telegram_id_key UNIQUE (telegram_id);


--
-- Name: suspension suspension_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.suspension
    ADD CONSTRAINT suspension_pkey PRIMARY KEY (id);


--
-- Name: template template_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.template
    ADD CONSTRAINT template_pkey PRIMARY KEY (id);


--
-- Name: tortoise_migrations tortoise_migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tortoise_migrations
    ADD CONSTRAINT tortoise_migrations_pkey PRIMARY KEY (id);


--
-- Name: bill_counter uid_bill_counte_operato_6f7352; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill_counter
    ADD CONSTRAINT uid_bill_counte_operato_6f7352 UNIQUE (operator_id, year);


--
-- Name: bill uid_bill_operato_dd304b; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill
    ADD CONSTRAINT uid_bill_operato_dd304b UNIQUE (operator_id, year, serial);


--
-- Name: credit uid_credit_source_8f9c7b; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.credit
    ADD CONSTRAINT uid_credit_source_8f9c7b UNIQUE (source, source_id);


--
-- Name: event_setting uid_event_setti_operato_fd7b05; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.event_setting
    ADD CONSTRAINT uid_event_setti_operato_fd7b05 UNIQUE (operator_id, event);


--
-- Name: identity uid_identity_channel_ea8de1; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT uid_identity_channel_ea8de1 UNIQUE (channel, address);


--
-- Name: inbox uid_inbox_kind_cb7792; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT uid_inbox_kind_cb7792 UNIQUE (kind, gateway, digest);


--
-- Name: job_run uid_job_run_name_4563b0; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.job_run
    ADD CONSTRAINT uid_job_run_name_4563b0 UNIQUE (name, period);


--
-- Name: reach uid_reach_channel_a56c91; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reach
    ADD CONSTRAINT uid_reach_channel_a56c91 UNIQUE (channel, address);


--
-- Name: search_term uid_search_term_word_79cee2; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.search_term
    ADD CONSTRAINT uid_search_term_word_79cee2 UNIQUE (word, customer_id);


--
-- Name: search_variant uid_search_vari_variant_472541; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.search_variant
    ADD CONSTRAINT uid_search_vari_variant_472541 UNIQUE (variant, word);


--
-- Name: seen_update uid_seen_update_source_abe6de; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.seen_update
    ADD CONSTRAINT uid_seen_update_source_abe6de UNIQUE (source, number);


--
-- Name: staff_group uid_staff_group_purpose_c37888; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.staff_group
    ADD CONSTRAINT uid_staff_group_purpose_c37888 UNIQUE (purpose, chat_id);


--
-- Name: template uid_template_operato_183d44; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.template
    ADD CONSTRAINT uid_template_operato_183d44 UNIQUE (operator_id, event, language, channel);


--
-- Name: tortoise_migrations uid_tortoise_mi_app_3803a5; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tortoise_migrations
    ADD CONSTRAINT uid_tortoise_mi_app_3803a5 UNIQUE (app, name);


--
-- Name: verification verification_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verification
    ADD CONSTRAINT verification_pkey PRIMARY KEY (id);


--
-- Name: zone zone_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.zone
    ADD CONSTRAINT zone_code_key UNIQUE (code);


--
-- Name: zone zone_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.zone
    ADD CONSTRAINT zone_pkey PRIMARY KEY (id);


--
-- Name: attempt_of_link; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX attempt_of_link ON public.attempt USING btree (link_id, id) WHERE (link_id IS NOT NULL);


--
-- Name: attempt_polls; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX attempt_polls ON public.attempt USING btree (poll_at) WHERE (poll_at IS NOT NULL);


--
-- Name: card_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX card_due ON public.card USING btree (id) WHERE (wanted > shown);


--
-- Name: card_of_message; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX card_of_message ON public.card USING btree (chat_id, message_id);


--
-- Name: charge_waiting; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX charge_waiting ON public.charge USING btree (customer_id) WHERE (bill_id IS NULL);


--
-- Name: credit_left; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX credit_left ON public.credit USING btree (customer_id, id) WHERE (left_minor > 0);


--
-- Name: customer_of_whatsapp; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX customer_of_whatsapp ON public.customer USING btree (whatsapp) WHERE ((whatsapp)::text <> ''::text);


--
-- Name: delivery_to_ask; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX delivery_to_ask ON public.delivery USING btree (ask_ms) WHERE (ask_ms > 0);


--
-- Name: identity_stopped; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX identity_stopped ON public.identity USING btree (channel) WHERE (stopped_at IS NOT NULL);


--
-- Name: idx_allocation_bill_id_5e943a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_allocation_bill_id_5e943a ON public.allocation USING btree (bill_id);


--
-- Name: idx_allocation_credit__b0f71f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_allocation_credit__b0f71f ON public.allocation USING btree (credit_id);


--
-- Name: idx_attempt_session_196ad8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_attempt_session_196ad8 ON public.attempt USING btree (session);


--
-- Name: idx_audit_at_50be99; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_audit_at_50be99 ON public.audit USING btree (at);


--
-- Name: idx_audit_subject_9dc278; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_audit_subject_9dc278 ON public.audit USING btree (subject, subject_id);


--
-- Name: idx_bill_custome_e87657; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_bill_custome_e87657 ON public.bill USING btree (customer_id, id);


--
-- Name: idx_bill_line_bill_id_395ed1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_bill_line_bill_id_395ed1 ON public.bill_line USING btree (bill_id);


--
-- Name: idx_bill_number_2385cf; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_bill_number_2385cf ON public.bill USING btree (number);


--
-- Name: idx_bill_run_id_6c5912; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_bill_run_id_6c5912 ON public.bill USING btree (run_id);


--
-- Name: idx_card_subject_7fe67e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_card_subject_7fe67e ON public.card USING btree (subject);


--
-- Name: idx_customer_ip_63d3c6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_customer_ip_63d3c6 ON public.customer USING btree (ip);


--
-- Name: idx_customer_mobile_272313; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_customer_mobile_272313 ON public.customer USING btree (mobile);


--
-- Name: idx_customer_operato_333e08; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_customer_operato_333e08 ON public.customer USING btree (operator_id, status);


--
-- Name: idx_customer_router__0a860d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_customer_router__0a860d ON public.customer USING btree (router_id, id);


--
-- Name: idx_customer_usernam_6cb6ec; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_customer_usernam_6cb6ec ON public.customer USING btree (username);


--
-- Name: idx_customer_zone_id_ac9052; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_customer_zone_id_ac9052 ON public.customer USING btree (zone_id, id);


--
-- Name: idx_delivery_gateway_c55de0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_delivery_gateway_c55de0 ON public.delivery USING btree (gateway_id, provider_id);


--
-- Name: idx_delivery_message_a7ebcb; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_delivery_message_a7ebcb ON public.delivery USING btree (message_id);


--
-- Name: idx_entry_cause_c244b6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_entry_cause_c244b6 ON public.entry USING btree (cause, cause_id);


--
-- Name: idx_entry_credit_f70474; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_entry_credit_f70474 ON public.entry USING btree (credit, credit_of);


--
-- Name: idx_entry_debit_f17f49; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_entry_debit_f17f49 ON public.entry USING btree (debit, debit_of);


--
-- Name: idx_identity_channel_bf8cd4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_identity_channel_bf8cd4 ON public.identity USING btree (channel, phone);


--
-- Name: idx_incident_kind_129ddf; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_incident_kind_129ddf ON public.incident USING btree (kind, subject);


--
-- Name: idx_link_broadca_8c7e6e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_link_broadca_8c7e6e ON public.link USING btree (broadcast_id);


--
-- Name: idx_link_custome_b7cfc2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_link_custome_b7cfc2 ON public.link USING btree (customer_id, closed_at);


--
-- Name: idx_message_broadca_667539; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_message_broadca_667539 ON public.message USING btree (broadcast_id, status);


--
-- Name: idx_message_custome_de032b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_message_custome_de032b ON public.message USING btree (customer_id, id);


--
-- Name: idx_operator_path_e1622a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_operator_path_e1622a ON public.operator USING btree (path);


--
-- Name: idx_payment_custome_143139; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_payment_custome_143139 ON public.payment USING btree (customer_id, id);


--
-- Name: idx_payment_posted__8afad5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_payment_posted__8afad5 ON public.payment USING btree (posted_at);


--
-- Name: idx_payment_staff_i_5480a0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_payment_staff_i_5480a0 ON public.payment USING btree (staff_id, posted_at);


--
-- Name: idx_payment_txn_id_984cc6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_payment_txn_id_984cc6 ON public.payment USING btree (txn_id);


--
-- Name: idx_remnant_custome_a8fd5d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_remnant_custome_a8fd5d ON public.remnant USING btree (customer_id);


--
-- Name: idx_remnant_router__14045f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_remnant_router__14045f ON public.remnant USING btree (router_id, due_ms);


--
-- Name: idx_search_term_custome_23bf40; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_search_term_custome_23bf40 ON public.search_term USING btree (customer_id, word);


--
-- Name: idx_service_held_at_d957e5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_service_held_at_d957e5 ON public.service USING btree (held_at);


--
-- Name: idx_service_router__bc8b8f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_service_router__bc8b8f ON public.service USING btree (router_id, id);


--
-- Name: idx_suspension_custome_1d51c0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_suspension_custome_1d51c0 ON public.suspension USING btree (customer_id, id);


--
-- Name: idx_verificatio_status_ad58c4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_verificatio_status_ad58c4 ON public.verification USING btree (status, id);


--
-- Name: inbox_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX inbox_due ON public.inbox USING btree (due_ms, id) WHERE ((status)::text = 'new'::text);


--
-- Name: inbox_failed; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX inbox_failed ON public.inbox USING btree (id) WHERE ((status)::text = 'failed'::text);


--
-- Name: link_ends; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX link_ends ON public.link USING btree (expires_at) WHERE (closed_at IS NULL);


--
-- Name: message_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX message_due ON public.message USING btree (priority, due_ms, id) WHERE ((status)::text = 'ready'::text);


--
-- Name: message_leased; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX message_leased ON public.message USING btree (locked_ms) WHERE ((status)::text = 'leased'::text);


--
-- Name: message_troubled; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX message_troubled ON public.message USING btree (id) WHERE ((status)::text = ANY ((ARRAY['unknown'::character varying, 'failed'::character varying])::text[]));


--
-- Name: one_attempt_per_session; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_attempt_per_session ON public.attempt USING btree (gateway_id, session) WHERE ((session)::text <> ''::text);


--
-- Name: one_bank_transaction; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_bank_transaction ON public.payment USING btree (txn_id) WHERE (((method)::text = ANY ((ARRAY['bank'::character varying, 'cash'::character varying, 'online'::character varying, 'other'::character varying])::text[])) AND ((txn_id)::text <> ''::text) AND ((status)::text = 'posted'::text) AND (apart_from IS NULL));


--
-- Name: one_bill_per_period; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_bill_per_period ON public.bill USING btree (customer_id, period) WHERE (((period)::text <> ''::text) AND ((status)::text <> 'void'::text));


--
-- Name: one_bkash_transaction; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_bkash_transaction ON public.payment USING btree (txn_id) WHERE (((method)::text = ANY ((ARRAY['bkash'::character varying, 'cash'::character varying, 'online'::character varying, 'other'::character varying])::text[])) AND ((txn_id)::text <> ''::text) AND ((status)::text = 'posted'::text) AND (apart_from IS NULL));


--
-- Name: one_card_transaction; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_card_transaction ON public.payment USING btree (txn_id) WHERE (((method)::text = ANY ((ARRAY['card'::character varying, 'cash'::character varying, 'online'::character varying, 'other'::character varying])::text[])) AND ((txn_id)::text <> ''::text) AND ((status)::text = 'posted'::text) AND (apart_from IS NULL));


--
-- Name: one_nagad_transaction; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_nagad_transaction ON public.payment USING btree (txn_id) WHERE (((method)::text = ANY ((ARRAY['nagad'::character varying, 'cash'::character varying, 'online'::character varying, 'other'::character varying])::text[])) AND ((txn_id)::text <> ''::text) AND ((status)::text = 'posted'::text) AND (apart_from IS NULL));


--
-- Name: one_open_incident; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_open_incident ON public.incident USING btree (kind, subject) WHERE (closed_at IS NULL);


--
-- Name: one_payment_per_attempt; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_payment_per_attempt ON public.payment USING btree (attempt_id);


--
-- Name: one_rocket_transaction; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_rocket_transaction ON public.payment USING btree (txn_id) WHERE (((method)::text = ANY ((ARRAY['rocket'::character varying, 'cash'::character varying, 'online'::character varying, 'other'::character varying])::text[])) AND ((txn_id)::text <> ''::text) AND ((status)::text = 'posted'::text) AND (apart_from IS NULL));


--
-- Name: one_service_per_customer; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_service_per_customer ON public.service USING btree (customer_id);


--
-- Name: one_state_per_router; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_state_per_router ON public.router_state USING btree (router_id);


--
-- Name: one_token_per_gateway; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_token_per_gateway ON public.gateway_token USING btree (gateway_id);


--
-- Name: one_upay_transaction; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_upay_transaction ON public.payment USING btree (txn_id) WHERE (((method)::text = ANY ((ARRAY['upay'::character varying, 'cash'::character varying, 'online'::character varying, 'other'::character varying])::text[])) AND ((txn_id)::text <> ''::text) AND ((status)::text = 'posted'::text) AND (apart_from IS NULL));


--
-- Name: one_waiting_verification_per_txn; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_waiting_verification_per_txn ON public.verification USING btree (gateway_id, txn_id) WHERE ((status)::text = 'submitted'::text);


--
-- Name: open_bills; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX open_bills ON public.bill USING btree (customer_id, due_on) WHERE ((status)::text = ANY ((ARRAY['unpaid'::character varying, 'partial'::character varying])::text[]));


--
-- Name: open_bills_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX open_bills_due ON public.bill USING btree (due_on, customer_id) WHERE ((status)::text = ANY ((ARRAY['unpaid'::character varying, 'partial'::character varying])::text[]));


--
-- Name: payment_apart; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX payment_apart ON public.payment USING btree (apart_from) WHERE (apart_from IS NOT NULL);


--
-- Name: payment_of_link; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX payment_of_link ON public.payment USING btree (link_id, id) WHERE (link_id IS NOT NULL);


--
-- Name: service_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX service_due ON public.service USING btree (router_id, urgent, due_ms, id) WHERE ((generation <> applied) AND (generation > 1));


--
-- Name: service_watched; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX service_watched ON public.service USING btree (router_id, id) WHERE urgent;


--
-- Name: verification_of_link; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX verification_of_link ON public.verification USING btree (link_id, id) WHERE (link_id IS NOT NULL);


--
-- Name: verification_of_txn; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX verification_of_txn ON public.verification USING btree (txn_id);


--
-- Name: audit audit_only_added; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_only_added BEFORE DELETE OR UPDATE ON public.audit FOR EACH ROW EXECUTE FUNCTION public.only_added();


--
-- Name: entry entry_only_added; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER entry_only_added BEFORE DELETE OR UPDATE ON public.entry FOR EACH ROW EXECUTE FUNCTION public.only_added();


--
-- Name: allocation allocation_bill_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.allocation
    ADD CONSTRAINT allocation_bill_id_fkey FOREIGN KEY (bill_id) REFERENCES public.bill(id) ON DELETE RESTRICT;


--
-- Name: allocation allocation_credit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.allocation
    ADD CONSTRAINT allocation_credit_id_fkey FOREIGN KEY (credit_id) REFERENCES public.credit(id) ON DELETE RESTRICT;


--
-- Name: attempt attempt_customer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attempt
    ADD CONSTRAINT attempt_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE RESTRICT;


--
-- Name: attempt attempt_gateway_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attempt
    ADD CONSTRAINT attempt_gateway_id_fkey FOREIGN KEY (gateway_id) REFERENCES public.gateway(id) ON DELETE RESTRICT;


--
-- Name: attempt attempt_link_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attempt
    ADD CONSTRAINT attempt_link_id_fkey FOREIGN KEY (link_id) REFERENCES public.link(id) ON DELETE RESTRICT;


--
-- Name: attempt attempt_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attempt
    ADD CONSTRAINT attempt_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: audit audit_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: audit audit_staff_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id) ON DELETE RESTRICT;


--
-- Name: bill_counter bill_counter_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill_counter
    ADD CONSTRAINT bill_counter_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: bill bill_customer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill
    ADD CONSTRAINT bill_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE RESTRICT;


--
-- Name: bill_line bill_line_bill_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill_line
    ADD CONSTRAINT bill_line_bill_id_fkey FOREIGN KEY (bill_id) REFERENCES public.bill(id) ON DELETE RESTRICT;


--
-- Name: bill bill_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill
    ADD CONSTRAINT bill_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: bill_run bill_run_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill_run
    ADD CONSTRAINT bill_run_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: bill_run bill_run_staff_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill_run
    ADD CONSTRAINT bill_run_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id) ON DELETE RESTRICT;


--
-- Name: billing_profile billing_profile_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.billing_profile
    ADD CONSTRAINT billing_profile_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: broadcast broadcast_author_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.broadcast
    ADD CONSTRAINT broadcast_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.staff(id) ON DELETE RESTRICT;


--
-- Name: broadcast broadcast_decided_by_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.broadcast
    ADD CONSTRAINT broadcast_decided_by_id_fkey FOREIGN KEY (decided_by_id) REFERENCES public.staff(id) ON DELETE RESTRICT;


--
-- Name: broadcast broadcast_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.broadcast
    ADD CONSTRAINT broadcast_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: card card_staff_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.card
    ADD CONSTRAINT card_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id) ON DELETE RESTRICT;


--
-- Name: charge charge_bill_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_bill_id_fkey FOREIGN KEY (bill_id) REFERENCES public.bill(id) ON DELETE RESTRICT;


--
-- Name: charge charge_customer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE RESTRICT;


--
-- Name: charge charge_staff_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id) ON DELETE RESTRICT;


--
-- Name: credit credit_customer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.credit
    ADD CONSTRAINT credit_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE RESTRICT;


--
-- Name: credit credit_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.credit
    ADD CONSTRAINT credit_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: customer customer_billing_profile_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_billing_profile_id_fkey FOREIGN KEY (billing_profile_id) REFERENCES public.billing_profile(id) ON DELETE RESTRICT;


--
-- Name: customer customer_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: customer customer_package_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_package_id_fkey FOREIGN KEY (package_id) REFERENCES public.package(id) ON DELETE RESTRICT;


--
-- Name: customer customer_router_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_router_id_fkey FOREIGN KEY (router_id) REFERENCES public.router(id) ON DELETE RESTRICT;


--
-- Name: customer customer_zone_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.customer
    ADD CONSTRAINT customer_zone_id_fkey FOREIGN KEY (zone_id) REFERENCES public.zone(id) ON DELETE RESTRICT;


--
-- Name: delivery delivery_gateway_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_gateway_id_fkey FOREIGN KEY (gateway_id) REFERENCES public.gateway(id) ON DELETE RESTRICT;


--
-- Name: delivery delivery_message_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.delivery
    ADD CONSTRAINT delivery_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.message(id) ON DELETE RESTRICT;


--
-- Name: entry entry_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: entry entry_staff_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id) ON DELETE RESTRICT;


--
-- Name: event_setting event_setting_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.event_setting
    ADD CONSTRAINT event_setting_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: gateway gateway_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gateway
    ADD CONSTRAINT gateway_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: gateway_token gateway_token_gateway_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gateway_token
    ADD CONSTRAINT gateway_token_gateway_id_fkey FOREIGN KEY (gateway_id) REFERENCES public.gateway(id) ON DELETE RESTRICT;


--
-- Name: identity identity_customer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE RESTRICT;


--
-- Name: incident incident_acked_by_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_acked_by_id_fkey FOREIGN KEY (acked_by_id) REFERENCES public.staff(id) ON DELETE RESTRICT;


--
-- Name: incident incident_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: invite invite_made_by_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invite
    ADD CONSTRAINT invite_made_by_id_fkey FOREIGN KEY (made_by_id) REFERENCES public.staff(id) ON DELETE RESTRICT;


--
-- Name: invite invite_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invite
    ADD CONSTRAINT invite_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: link link_customer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE RESTRICT;


--
-- Name: link link_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: link link_staff_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id) ON DELETE RESTRICT;


--
-- Name: message message_customer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE RESTRICT;


--
-- Name: message message_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: operator operator_parent_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operator
    ADD CONSTRAINT operator_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: package package_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.package
    ADD CONSTRAINT package_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: payment payment_attempt_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES public.attempt(id) ON DELETE RESTRICT;


--
-- Name: payment payment_customer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE RESTRICT;


--
-- Name: payment payment_gateway_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_gateway_id_fkey FOREIGN KEY (gateway_id) REFERENCES public.gateway(id) ON DELETE RESTRICT;


--
-- Name: payment payment_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: payment payment_staff_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id) ON DELETE RESTRICT;


--
-- Name: remnant remnant_customer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remnant
    ADD CONSTRAINT remnant_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE RESTRICT;


--
-- Name: remnant remnant_router_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remnant
    ADD CONSTRAINT remnant_router_id_fkey FOREIGN KEY (router_id) REFERENCES public.router(id) ON DELETE RESTRICT;


--
-- Name: router router_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.router
    ADD CONSTRAINT router_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: router_state router_state_router_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.router_state
    ADD CONSTRAINT router_state_router_id_fkey FOREIGN KEY (router_id) REFERENCES public.router(id) ON DELETE RESTRICT;


--
-- Name: service service_customer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.service
    ADD CONSTRAINT service_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE RESTRICT;


--
-- Name: service service_router_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.service
    ADD CONSTRAINT service_router_id_fkey FOREIGN KEY (router_id) REFERENCES public.router(id) ON DELETE RESTRICT;


--
-- Name: staff_group staff_group_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.staff_group
    ADD CONSTRAINT staff_group_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: staff staff_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: suspension suspension_customer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.suspension
    ADD CONSTRAINT suspension_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE RESTRICT;


--
-- Name: suspension suspension_staff_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.suspension
    ADD CONSTRAINT suspension_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id) ON DELETE RESTRICT;


--
-- Name: template template_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.template
    ADD CONSTRAINT template_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: verification verification_attempt_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verification
    ADD CONSTRAINT verification_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES public.attempt(id) ON DELETE RESTRICT;


--
-- Name: verification verification_customer_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verification
    ADD CONSTRAINT verification_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customer(id) ON DELETE RESTRICT;


--
-- Name: verification verification_decided_by_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verification
    ADD CONSTRAINT verification_decided_by_id_fkey FOREIGN KEY (decided_by_id) REFERENCES public.staff(id) ON DELETE RESTRICT;


--
-- Name: verification verification_gateway_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verification
    ADD CONSTRAINT verification_gateway_id_fkey FOREIGN KEY (gateway_id) REFERENCES public.gateway(id) ON DELETE RESTRICT;


--
-- Name: verification verification_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verification
    ADD CONSTRAINT verification_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- Name: zone zone_operator_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.zone
    ADD CONSTRAINT zone_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES public.operator(id) ON DELETE RESTRICT;


--
-- PostgreSQL database dump complete
--


