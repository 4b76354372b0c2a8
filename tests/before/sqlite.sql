BEGIN TRANSACTION;
CREATE TABLE "allocation" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "at" INTEGER NOT NULL,
    "released_at" INTEGER,
    "bill_id" BIGINT NOT NULL REFERENCES "bill" ("id") ON DELETE RESTRICT,
    "credit_id" BIGINT NOT NULL REFERENCES "credit" ("id") ON DELETE RESTRICT
);
INSERT INTO "allocation" VALUES(1,30000,1795240800000,NULL,1,1);
CREATE TABLE "attempt" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "ref" VARCHAR(24) NOT NULL UNIQUE,
    "amount_minor" BIGINT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "status" VARCHAR(16) NOT NULL  /* CREATED: created\nINITIATED: initiated\nUNKNOWN: unknown\nPAID: paid\nHELD: held\nFAILED: failed\nCANCELLED: cancelled\nEXPIRED: expired */,
    "session" VARCHAR(120) NOT NULL,
    "redirect_url" TEXT NOT NULL,
    "txn_id" VARCHAR(80) NOT NULL,
    "made_at" INTEGER NOT NULL,
    "ends_at" INTEGER,
    "polls" INT NOT NULL,
    "poll_at" INTEGER,
    "error" VARCHAR(200) NOT NULL,
    "language" VARCHAR(8) NOT NULL,
    "customer_id" BIGINT NOT NULL REFERENCES "customer" ("id") ON DELETE RESTRICT,
    "gateway_id" BIGINT NOT NULL REFERENCES "gateway" ("id") ON DELETE RESTRICT,
    "link_id" BIGINT REFERENCES "link" ("id") ON DELETE RESTRICT,
    "operator_id" BIGINT NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT
, "asking_until" INTEGER);
INSERT INTO "attempt" VALUES(1,'NKB6Z3GHMWC6DD0K',50000,'BDT','initiated','session-NKB6Z3GHMWC6DD0K','https://gateway.test/pay/NKB6Z3GHMWC6DD0K','',1795240800000,NULL,0,1795240860000,'','bn',1,2,1,2,NULL);
CREATE TABLE "audit" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "at" INTEGER NOT NULL,
    "actor" VARCHAR(64) NOT NULL,
    "act" VARCHAR(64) NOT NULL,
    "subject" VARCHAR(32) NOT NULL,
    "subject_id" BIGINT,
    "before" TEXT,
    "after" TEXT,
    "operator_id" BIGINT REFERENCES "operator" ("id") ON DELETE RESTRICT,
    "staff_id" BIGINT REFERENCES "staff" ("id") ON DELETE RESTRICT
);
INSERT INTO "audit" VALUES(1,1795240800000,'staff','group.bind','group',1,NULL,'{"language": "en", "operator_id": 1, "purpose": "payments", "thread_id": null, "title": "NOC"}',1,1);
INSERT INTO "audit" VALUES(2,1795240800000,'staff','group.bind','group',2,NULL,'{"language": "en", "operator_id": 1, "purpose": "alerts", "thread_id": null, "title": "NOC"}',1,1);
INSERT INTO "audit" VALUES(3,1795240800000,'staff','group.bind','group',3,NULL,'{"language": "en", "operator_id": 1, "purpose": "broadcasts", "thread_id": null, "title": "NOC"}',1,1);
INSERT INTO "audit" VALUES(4,1795240800000,'staff','group.bind','group',4,NULL,'{"language": "en", "operator_id": 1, "purpose": "reports", "thread_id": null, "title": "NOC"}',1,1);
INSERT INTO "audit" VALUES(5,1795240800000,'system','bill.run','bill_run',1,NULL,'{"period": "2026-11"}',1,NULL);
INSERT INTO "audit" VALUES(6,1795240800000,'staff','payment.record','payment',1,NULL,'{"amount": "300.00", "method": "cash"}',2,3);
INSERT INTO "audit" VALUES(7,1795240800000,'staff','customer.suspend','customer',2,NULL,'{"rule": "by-hand"}',1,1);
CREATE TABLE "bill" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "number" VARCHAR(40) NOT NULL,
    "year" INT NOT NULL,
    "serial" BIGINT NOT NULL,
    "period" VARCHAR(10) NOT NULL,
    "starts_on" VARCHAR(10) NOT NULL,
    "ends_on" VARCHAR(10) NOT NULL,
    "issued_on" VARCHAR(10) NOT NULL,
    "due_on" VARCHAR(10) NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "net_minor" BIGINT NOT NULL,
    "vat_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "paid_minor" BIGINT NOT NULL,
    "status" VARCHAR(16) NOT NULL  /* UNPAID: unpaid\nPARTIAL: partial\nPAID: paid\nVOID: void */,
    "run_id" BIGINT,
    "made_at" INTEGER NOT NULL,
    "settled_at" INTEGER,
    "customer_id" BIGINT NOT NULL REFERENCES "customer" ("id") ON DELETE RESTRICT,
    "operator_id" BIGINT NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT, "warned_at" INTEGER,
    CONSTRAINT "uid_bill_operato_dd304b" UNIQUE ("operator_id", "year", "serial")
);
INSERT INTO "bill" VALUES(1,'NORTH-2026-000001',2026,1,'2026-11','2026-11-01','2026-11-30','2026-11-21','2026-11-30','BDT',100000,0,100000,30000,'partial',1,1795240800000,NULL,1,2,NULL);
INSERT INTO "bill" VALUES(2,'NORTH-2026-000002',2026,2,'2026-11','2026-11-01','2026-11-30','2026-11-21','2026-11-30','BDT',100000,0,100000,0,'unpaid',1,1795240800000,NULL,2,2,NULL);
CREATE TABLE "bill_counter" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "year" INT NOT NULL,
    "given" BIGINT NOT NULL,
    "operator_id" BIGINT NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_bill_counte_operato_6f7352" UNIQUE ("operator_id", "year")
);
INSERT INTO "bill_counter" VALUES(1,2026,2,2);
CREATE TABLE "bill_line" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "kind" VARCHAR(16) NOT NULL  /* PACKAGE: package\nDISCOUNT: discount\nPRORATION: proration\nLATE_FEE: late_fee\nCHARGE: charge\nOPENING: opening\nVAT: vat */,
    "label" VARCHAR(120) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "bill_id" BIGINT NOT NULL REFERENCES "bill" ("id") ON DELETE RESTRICT
);
INSERT INTO "bill_line" VALUES(1,'package','Home',100000,1);
INSERT INTO "bill_line" VALUES(2,'package','Home',100000,2);
CREATE TABLE "bill_run" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "period" VARCHAR(10) NOT NULL,
    "profiles" TEXT NOT NULL,
    "status" VARCHAR(16) NOT NULL  /* RUNNING: running\nDONE: done */,
    "cursor" BIGINT NOT NULL,
    "last_customer" BIGINT NOT NULL,
    "made" INT NOT NULL,
    "billed_minor" BIGINT NOT NULL,
    "skipped" TEXT NOT NULL,
    "started_at" INTEGER NOT NULL,
    "finished_at" INTEGER,
    "operator_id" BIGINT REFERENCES "operator" ("id") ON DELETE RESTRICT,
    "staff_id" BIGINT REFERENCES "staff" ("id") ON DELETE RESTRICT
);
INSERT INTO "bill_run" VALUES(1,'2026-11','[]','done',2,2,2,200000,'{}',1795240800000,1795240800000,NULL,NULL);
CREATE TABLE "billing_profile" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "code" VARCHAR(32) NOT NULL UNIQUE,
    "name" VARCHAR(80) NOT NULL,
    "cycle" VARCHAR(16) NOT NULL,
    "bill_day" INT NOT NULL,
    "bill_hour" INT NOT NULL,
    "due_days" INT NOT NULL,
    "grace_days" INT NOT NULL,
    "auto_suspend" INT NOT NULL,
    "suspend_hour" INT NOT NULL,
    "suspend_over_minor" BIGINT,
    "bill_suspended" INT NOT NULL,
    "proration" INT NOT NULL,
    "vat_rate_bp" INT NOT NULL,
    "vat_mode" VARCHAR(16) NOT NULL  /* EXCLUSIVE: exclusive\nINCLUSIVE: inclusive */,
    "least_part_minor" BIGINT NOT NULL,
    "part_payment" INT NOT NULL,
    "reminder_days" TEXT NOT NULL,
    "reminder_hour" INT NOT NULL,
    "quiet_from_hour" INT NOT NULL,
    "quiet_to_hour" INT NOT NULL,
    "operator_id" BIGINT REFERENCES "operator" ("id") ON DELETE RESTRICT
);
INSERT INTO "billing_profile" VALUES(1,'standard','Standard','calendar',1,0,9,3,1,9,NULL,0,0,0,'exclusive',0,1,'[-5, 0, 1]',10,22,8,NULL);
INSERT INTO "billing_profile" VALUES(2,'taxed','With VAT 5 %','calendar',1,0,9,3,1,9,NULL,0,0,500,'exclusive',0,1,'[-5, 0, 1]',10,22,8,NULL);
CREATE TABLE "broadcast" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "kind" VARCHAR(16) NOT NULL,
    "audience" TEXT NOT NULL,
    "channels" VARCHAR(40) NOT NULL,
    "body" TEXT NOT NULL,
    "status" VARCHAR(16) NOT NULL  /* DRAFT: draft\nASKED: asked\nSCHEDULED: scheduled\nRUNNING: running\nPAUSED: paused\nDONE: done\nREJECTED: rejected\nCANCELLED: cancelled */,
    "send_at" INTEGER,
    "cursor" BIGINT NOT NULL,
    "filled" INT NOT NULL,
    "recipients" INT NOT NULL,
    "segments" INT NOT NULL,
    "cost_minor" BIGINT NOT NULL,
    "left_out" TEXT NOT NULL,
    "decided_at" INTEGER,
    "reason" VARCHAR(200) NOT NULL,
    "made_at" INTEGER NOT NULL,
    "started_at" INTEGER,
    "ended_at" INTEGER,
    "author_id" BIGINT NOT NULL REFERENCES "staff" ("id") ON DELETE RESTRICT,
    "decided_by_id" BIGINT REFERENCES "staff" ("id") ON DELETE RESTRICT,
    "operator_id" BIGINT NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT
, "moved_at" INTEGER, "held_at" INTEGER, "costs" TEXT, "fell_out" TEXT);
CREATE TABLE "card" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "key" VARCHAR(120) NOT NULL UNIQUE,
    "screen" VARCHAR(48) NOT NULL,
    "args" TEXT NOT NULL,
    "subject" VARCHAR(48) NOT NULL,
    "chat_id" BIGINT NOT NULL,
    "thread_id" BIGINT,
    "message_id" BIGINT,
    "language" VARCHAR(8) NOT NULL,
    "wanted" INT NOT NULL,
    "shown" INT NOT NULL,
    "pinned_until" INTEGER,
    "holder" VARCHAR(64) NOT NULL,
    "locked_until" BIGINT NOT NULL,
    "tries" INT NOT NULL,
    "staff_id" BIGINT REFERENCES "staff" ("id") ON DELETE RESTRICT
, "face" VARCHAR(64) NOT NULL DEFAULT '');
INSERT INTO "card" VALUES(1,'telegram:700007:2','customer','{"customer_id": 1}','customer:1',700007,NULL,2,'en',2,2,1795413600000,'one',0,0,3,'e5ef3a0d91f4b43befbec7099e1f285d');
INSERT INTO "card" VALUES(2,'verification:1:-1001234567890','verification.card','{"verification_id": 1}','verification:1',-1001234567890,NULL,2,'en',1,1,NULL,'one',0,0,NULL,'dd608765de0663953cdb9b7d21ca8f21');
INSERT INTO "card" VALUES(3,'incident:1:-1001234567890','incident.card','{"incident_id": 1}','incident:1',-1001234567890,NULL,3,'en',2,2,NULL,'one',0,0,NULL,'5bef095b8db8412e15850568b5ed0c72');
CREATE TABLE "charge" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "kind" VARCHAR(16) NOT NULL  /* PACKAGE: package\nDISCOUNT: discount\nPRORATION: proration\nLATE_FEE: late_fee\nCHARGE: charge\nOPENING: opening\nVAT: vat */,
    "label" VARCHAR(120) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "made_at" INTEGER NOT NULL,
    "bill_id" BIGINT REFERENCES "bill" ("id") ON DELETE RESTRICT,
    "customer_id" BIGINT NOT NULL REFERENCES "customer" ("id") ON DELETE RESTRICT,
    "staff_id" BIGINT REFERENCES "staff" ("id") ON DELETE RESTRICT
);
CREATE TABLE "credit" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "source" VARCHAR(16) NOT NULL  /* PAYMENT: payment\nOPENING: opening\nNOTE: note */,
    "source_id" BIGINT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "left_minor" BIGINT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "made_at" INTEGER NOT NULL,
    "withdrawn_at" INTEGER,
    "customer_id" BIGINT NOT NULL REFERENCES "customer" ("id") ON DELETE RESTRICT,
    "operator_id" BIGINT NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_credit_source_8f9c7b" UNIQUE ("source", "source_id")
);
INSERT INTO "credit" VALUES(1,'payment',1,30000,0,'BDT',1795240800000,NULL,1,2);
CREATE TABLE "customer" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "customer_id" VARCHAR(24) NOT NULL UNIQUE,
    "name" VARCHAR(120) NOT NULL,
    "mobile" VARCHAR(20) NOT NULL,
    "whatsapp" VARCHAR(20) NOT NULL,
    "email" VARCHAR(120) NOT NULL,
    "language" VARCHAR(8) NOT NULL,
    "address" VARCHAR(240) NOT NULL,
    "connection" VARCHAR(16) NOT NULL  /* PPPOE: pppoe\nSTATIC: static\nDHCP: dhcp\nHOTSPOT: hotspot */,
    "username" VARCHAR(64) NOT NULL,
    "ip" VARCHAR(45) NOT NULL,
    "mac" VARCHAR(17) NOT NULL,
    "price_minor" BIGINT,
    "discount_minor" BIGINT NOT NULL,
    "exempt" INT NOT NULL,
    "status" VARCHAR(16) NOT NULL  /* PENDING: pending\nACTIVE: active\nSUSPENDED: suspended\nEXPIRED: expired\nLEFT: left */,
    "joined_on" VARCHAR(10) NOT NULL,
    "expires_on" VARCHAR(10),
    "promised_until" VARCHAR(10),
    "opted_out_at" INTEGER,
    "billing_profile_id" BIGINT NOT NULL REFERENCES "billing_profile" ("id") ON DELETE RESTRICT,
    "operator_id" BIGINT NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT,
    "package_id" BIGINT NOT NULL REFERENCES "package" ("id") ON DELETE RESTRICT,
    "router_id" BIGINT REFERENCES "router" ("id") ON DELETE RESTRICT,
    "zone_id" BIGINT REFERENCES "zone" ("id") ON DELETE RESTRICT
);
INSERT INTO "customer" VALUES(1,'1001','Rahim Uddin','+8801711111111','','','en','','pppoe','rahim','10.0.0.11','',NULL,0,0,'active','2026-01-01',NULL,NULL,NULL,1,2,1,1,1);
INSERT INTO "customer" VALUES(2,'1002','Karim Mia','+8801722222222','','','en','','pppoe','karim','10.0.0.12','',NULL,0,0,'suspended','2026-01-01',NULL,NULL,NULL,1,2,1,1,2);
CREATE TABLE "delivery" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "channel" VARCHAR(16) NOT NULL  /* WHATSAPP: whatsapp\nSMS: sms\nEMAIL: email */,
    "to" VARCHAR(120) NOT NULL,
    "text" TEXT NOT NULL,
    "segments" INT NOT NULL,
    "cost_minor" BIGINT NOT NULL,
    "status" VARCHAR(16) NOT NULL  /* HANDED: handed\nSENT: sent\nDELIVERED: delivered\nREAD: read\nFAILED: failed\nUNKNOWN: unknown */,
    "provider_id" VARCHAR(160) NOT NULL,
    "handed_at" INTEGER NOT NULL,
    "sent_at" INTEGER,
    "delivered_at" INTEGER,
    "read_at" INTEGER,
    "failed_at" INTEGER,
    "error" VARCHAR(200) NOT NULL,
    "closed" INT NOT NULL,
    "ask_ms" BIGINT NOT NULL,
    "gateway_id" BIGINT NOT NULL REFERENCES "gateway" ("id") ON DELETE RESTRICT,
    "message_id" BIGINT NOT NULL REFERENCES "message" ("id") ON DELETE RESTRICT
);
CREATE TABLE "entry" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "at" INTEGER NOT NULL,
    "debit" VARCHAR(16) NOT NULL  /* RECEIVABLE: receivable\nADVANCE: advance\nCASH: cash\nCLEARING: clearing\nBANK: bank\nREVENUE: revenue\nVAT: vat\nFEES: fees\nOPENING: opening\nWALLET: wallet\nCREDITS: credits */,
    "debit_of" BIGINT NOT NULL,
    "credit" VARCHAR(16) NOT NULL  /* RECEIVABLE: receivable\nADVANCE: advance\nCASH: cash\nCLEARING: clearing\nBANK: bank\nREVENUE: revenue\nVAT: vat\nFEES: fees\nOPENING: opening\nWALLET: wallet\nCREDITS: credits */,
    "credit_of" BIGINT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "cause" VARCHAR(24) NOT NULL,
    "cause_id" BIGINT NOT NULL,
    "reverses_id" BIGINT  UNIQUE,
    "reason" VARCHAR(200) NOT NULL,
    "operator_id" BIGINT NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT,
    "staff_id" BIGINT REFERENCES "staff" ("id") ON DELETE RESTRICT
);
INSERT INTO "entry" VALUES(1,1795240800000,'receivable',1,'revenue',2,100000,'BDT','bill',1,NULL,'',2,NULL);
INSERT INTO "entry" VALUES(2,1795240800000,'receivable',2,'revenue',2,100000,'BDT','bill',2,NULL,'',2,NULL);
INSERT INTO "entry" VALUES(3,1795240800000,'cash',3,'advance',1,30000,'BDT','payment',1,NULL,'',2,3);
INSERT INTO "entry" VALUES(4,1795240800000,'advance',1,'receivable',1,30000,'BDT','allocation',1,NULL,'',2,3);
CREATE TABLE "event_setting" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "event" VARCHAR(40) NOT NULL,
    "enabled" INT NOT NULL,
    "channels" VARCHAR(40) NOT NULL,
    "operator_id" BIGINT NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_event_setti_operato_fd7b05" UNIQUE ("operator_id", "event")
);
CREATE TABLE "gateway" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "name" VARCHAR(64) NOT NULL UNIQUE,
    "kind" VARCHAR(16) NOT NULL,
    "provider" VARCHAR(32) NOT NULL,
    "enabled" INT NOT NULL,
    "base_url" VARCHAR(300) NOT NULL,
    "rate" REAL NOT NULL,
    "credentials" TEXT NOT NULL,
    "options" TEXT NOT NULL,
    "troubled_since" INTEGER,
    "slot_us" BIGINT NOT NULL,
    "operator_id" BIGINT REFERENCES "operator" ("id") ON DELETE RESTRICT
, "slowness" REAL NOT NULL DEFAULT 1, "slowed_us" BIGINT NOT NULL DEFAULT 0, "paused_us" BIGINT NOT NULL DEFAULT 0);
INSERT INTO "gateway" VALUES(1,'wa','whatsapp','meta',1,'',10.0,'gAAAAABrDUO4ZVNqAoN0N4euKR9gfG_I-x0t7AxLb_8h8xic2d53-NgGOJx-PQpnBKFkn062fNXSMDDQ4mLsVHPT0JOYM9473u_e_9wbjXFA6dfe5O2OnxI=','{}',NULL,0,NULL,1.0,0,0);
INSERT INTO "gateway" VALUES(2,'bkash-main','payment','bkash',1,'',10.0,'gAAAAABrDUO4Lrfn8x7Q_MHRoaNeF1HynbMxEe299BtiPAYiUdCxsTGvfSYNCbgchc5gFXQq7uTdfxNMJ6LTE4hcTwD59NsBKTNMey14adXwQCbdOam27IU=','{}',NULL,0,NULL,1.0,0,0);
INSERT INTO "gateway" VALUES(3,'nagad-hand','payment','manual',1,'',10.0,'gAAAAABrDUO4R2GjFyoUA62vl9K6LHR_gCj68uCjQMgqP7SWX513jeQU211pDCM1IFKd836fSyKf-I7vJrVykDT0MqUG3K0a5VHS6e2Qwbjsdy8C1brExZI=','{"method": "nagad", "number": "01700-000000"}',NULL,0,NULL,1.0,0,0);
CREATE TABLE "gateway_token" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "sealed" TEXT NOT NULL,
    "expires_ms" BIGINT NOT NULL,
    "locked_ms" BIGINT NOT NULL,
    "renewals" TEXT NOT NULL,
    "gateway_id" BIGINT NOT NULL REFERENCES "gateway" ("id") ON DELETE RESTRICT
);
CREATE TABLE "heartbeat" (
    "process" VARCHAR(80) NOT NULL  PRIMARY KEY,
    "role" VARCHAR(16) NOT NULL,
    "seen_at" INTEGER NOT NULL
);
CREATE TABLE "identity" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "channel" VARCHAR(16) NOT NULL  /* WHATSAPP: whatsapp\nSMS: sms\nEMAIL: email */,
    "address" VARCHAR(120) NOT NULL,
    "phone" VARCHAR(20) NOT NULL,
    "seen_at" INTEGER NOT NULL,
    "stopped_at" INTEGER,
    "customer_id" BIGINT REFERENCES "customer" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_identity_channel_ea8de1" UNIQUE ("channel", "address")
);
CREATE TABLE "inbox" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "kind" VARCHAR(16) NOT NULL,
    "gateway" VARCHAR(64) NOT NULL,
    "digest" VARCHAR(64) NOT NULL,
    "headers" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "received_at" INTEGER NOT NULL,
    "status" VARCHAR(16) NOT NULL  /* NEW: new\nDONE: done\nFAILED: failed */,
    "tries" INT NOT NULL,
    "due_ms" BIGINT NOT NULL,
    "error" VARCHAR(300) NOT NULL,
    CONSTRAINT "uid_inbox_kind_cb7792" UNIQUE ("kind", "gateway", "digest")
);
INSERT INTO "inbox" VALUES(1,'telegram','main','91e434d8540c829ed1192a793da9ebf599024299735e4769c3c0e29cab8ff091','{}','{"my_chat_member": {"chat": {"id": -1001234567890, "is_forum": true, "title": "NOC", "type": "supergroup"}, "date": 1796031416, "from": {"first_name": "Asha", "id": 700005, "is_bot": false, "language_code": "en"}, "new_chat_member": {"can_be_edited": false, "can_change_info": true, "can_delete_messages": true, "can_delete_stories": true, "can_edit_stories": true, "can_invite_users": true, "can_manage_chat": true, "can_manage_topics": true, "can_manage_video_chats": true, "can_pin_messages": true, "can_post_stories": true, "can_promote_members": true, "can_restrict_members": true, "can_send_welcome_messages": true, "is_anonymous": false, "status": "administrator", "user": {"first_name": "Bot", "id": 700100, "is_bot": true, "username": "sandbox_700100_bot"}}, "old_chat_member": {"status": "left", "user": {"first_name": "Bot", "id": 700100, "is_bot": true, "username": "sandbox_700100_bot"}}}, "update_id": 700100001}',1795240800000,'done',1,1795240815000,'');
INSERT INTO "inbox" VALUES(2,'telegram','main','3bce371b6ae39e08b6dd4cfd1cbc695eb3f5f69fa553849b3a13fd67da298094','{}','{"message": {"chat": {"id": -1001234567890, "is_forum": true, "title": "NOC", "type": "supergroup"}, "date": 1796031416, "from": {"first_name": "Asha", "id": 700005, "is_bot": false, "language_code": "en"}, "message_id": 1, "new_chat_members": [{"first_name": "Bot", "id": 700100, "is_bot": true, "username": "sandbox_700100_bot"}]}, "update_id": 700100002}',1795240800000,'done',1,1795240815000,'');
INSERT INTO "inbox" VALUES(3,'telegram','main','9b5096cb29d090607adefbfa370b38c15cd8276603c2bcff250e17afa6573417','{}','{"message": {"chat": {"first_name": "Chand", "id": 700007, "type": "private"}, "date": 1796031416, "from": {"first_name": "Chand", "id": 700007, "is_bot": false, "language_code": "en"}, "message_id": 1, "text": "rahim"}, "update_id": 700100003}',1795240800000,'done',1,1795240815000,'');
INSERT INTO "inbox" VALUES(4,'telegram','main','a100670992fcb49186f5b217caaf4711c119b1c9c4e6c1bbe56f0ab77fb039d4','{}','{"message": {"chat": {"first_name": "Chand", "id": 700007, "type": "private"}, "date": 1796031417, "entities": [{"length": 5, "offset": 0, "type": "bot_command"}], "from": {"first_name": "Chand", "id": 700007, "is_bot": false, "language_code": "en"}, "message_id": 3, "text": "/paid 1001 300"}, "update_id": 700100004}',1795240800000,'done',1,1795240815000,'');
INSERT INTO "inbox" VALUES(5,'telegram','main','ca5934f962c256da8dc4f7252a6a1976fc4f922035f679f00a544c08bc738f53','{}','{"callback_query": {"chat_instance": "21700217", "data": "62iC:paid.f2005d:tvwnnS~6SYKfaB2rkHQ3X2TV8lH2x", "from": {"first_name": "Chand", "id": 700007, "is_bot": false, "language_code": "en"}, "id": "4000000001", "message": {"chat": {"first_name": "Chand", "id": 700007, "type": "private"}, "date": 1796031417, "entities": [{"length": 4, "offset": 7, "type": "bold"}, {"length": 11, "offset": 17, "type": "bold"}, {"length": 4, "offset": 31, "type": "code"}], "from": {"first_name": "Bot", "id": 700100, "is_bot": true, "username": "sandbox_700100_bot"}, "message_id": 4, "reply_markup": {"inline_keyboard": [[{"callback_data": "DHg3:paid.f2005d:method:.0", "text": "✅ Cash"}, {"callback_data": "DHg3:paid.f2005d:method:.1", "text": "bKash"}, {"callback_data": "DHg3:paid.f2005d:method:.2", "text": "Nagad"}, {"callback_data": "DHg3:paid.f2005d:method:.3", "text": "Rocket"}], [{"callback_data": "62iC:paid.f2005d:tvwnnS~6SYKfaB2rkHQ3X2TV8lH2x", "text": "✅ Confirm"}], [{"callback_data": "TXqE:paid.f2005d", "text": "✏️ Change"}, {"callback_data": "Qkwo:paid.f2005d", "text": "✖️ Cancel"}]]}, "text": "Record ৳300 from Rahim Uddin · 1001?\n\nMethod: Cash\n\n◐ Goes to NORTH-2026-000001 · November 2026: ৳300; ৳700 of it stays open\n\nDue now: ৳1,000\nDue after this: ৳700"}}, "update_id": 700100005}',1795240800000,'done',1,1795240815000,'');
INSERT INTO "inbox" VALUES(6,'telegram','main','d7e25f4160b6ba006f052baff36e9b3e79d34ec6f6dab38b64f8232e439aec3b','{}','{"message": {"chat": {"first_name": "Bina", "id": 700006, "type": "private"}, "date": 1796031417, "entities": [{"length": 5, "offset": 0, "type": "bot_command"}], "from": {"first_name": "Bina", "id": 700006, "is_bot": false, "language_code": "en"}, "message_id": 5, "text": "/paid 1002"}, "update_id": 700100006}',1795240800000,'done',1,1795240815000,'');
INSERT INTO "inbox" VALUES(7,'telegram','main','cbc412a152e659eecd5e89f02f80b2111a01c8204f38ded597b4c4138444bfa9','{}','{"message": {"chat": {"first_name": "Asha", "id": 700005, "type": "private"}, "date": 1796031417, "entities": [{"length": 8, "offset": 0, "type": "bot_command"}], "from": {"first_name": "Asha", "id": 700005, "is_bot": false, "language_code": "en"}, "message_id": 7, "text": "/billrun 2026-12"}, "update_id": 700100007}',1795240800000,'done',1,1795240815000,'');
INSERT INTO "inbox" VALUES(8,'telegram','main','6c42b6b21189901c8557c6bf3f606e4d1e0da9cff6a5b7f020bc33dc96544a6e','{}','{"message": {"chat": {"first_name": "Asha", "id": 700005, "type": "private"}, "date": 1796031417, "entities": [{"length": 10, "offset": 0, "type": "bot_command"}], "from": {"first_name": "Asha", "id": 700005, "is_bot": false, "language_code": "en"}, "message_id": 9, "text": "/broadcast"}, "update_id": 700100008}',1795240800000,'done',1,1795240815000,'');
CREATE TABLE "incident" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "kind" VARCHAR(32) NOT NULL,
    "subject" VARCHAR(64) NOT NULL,
    "opened_at" INTEGER NOT NULL,
    "closed_at" INTEGER,
    "muted_until" INTEGER,
    "flaps" INT NOT NULL,
    "data" TEXT NOT NULL,
    "acked_by_id" BIGINT REFERENCES "staff" ("id") ON DELETE RESTRICT,
    "operator_id" BIGINT REFERENCES "operator" ("id") ON DELETE RESTRICT
);
INSERT INTO "incident" VALUES(1,'router-down','router:1',1795240800000,NULL,NULL,0,'{"customers": 2, "reason": "timeout", "router": "core-1"}',NULL,NULL);
CREATE TABLE "invite" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "role" VARCHAR(16) NOT NULL  /* ADMIN: admin\nOPERATOR: operator\nMANAGER: manager\nCOLLECTOR: collector\nNOC: noc\nSUPPORT: support\nACCOUNTANT: accountant\nDISTRIBUTOR: distributor */,
    "zone_ids" TEXT,
    "name" VARCHAR(120) NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "used_at" INTEGER,
    "made_by_id" BIGINT REFERENCES "staff" ("id") ON DELETE RESTRICT,
    "operator_id" BIGINT NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT
);
CREATE TABLE "job_run" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "name" VARCHAR(64) NOT NULL,
    "period" VARCHAR(64) NOT NULL,
    "status" VARCHAR(16) NOT NULL  /* RUNNING: running\nDONE: done\nFAILED: failed */,
    "holder" VARCHAR(64) NOT NULL,
    "locked_until" INTEGER NOT NULL,
    "started_at" INTEGER NOT NULL,
    "finished_at" INTEGER,
    "tries" INT NOT NULL,
    "result" TEXT,
    CONSTRAINT "uid_job_run_name_4563b0" UNIQUE ("name", "period")
);
CREATE TABLE "lease" (
    "name" VARCHAR(64) NOT NULL  PRIMARY KEY,
    "holder" VARCHAR(64) NOT NULL,
    "until_ms" BIGINT NOT NULL
);
CREATE TABLE "link" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "nonce" VARCHAR(32) NOT NULL,
    "key_id" VARCHAR(8) NOT NULL,
    "broadcast_id" BIGINT,
    "made_at" INTEGER NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "opened_at" INTEGER,
    "closed_at" INTEGER,
    "closed_why" VARCHAR(16) NOT NULL,
    "paid_minor" BIGINT NOT NULL,
    "customer_id" BIGINT NOT NULL REFERENCES "customer" ("id") ON DELETE RESTRICT,
    "operator_id" BIGINT NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT,
    "staff_id" BIGINT REFERENCES "staff" ("id") ON DELETE RESTRICT
);
INSERT INTO "link" VALUES(1,'5a0a11f1f3f1cb38c5798afd085f54cbd93bb593b23a9ffd01901bf4ffa9f4e6','2c1486d8ce6c2bf3bbcc033462ffd6b5','04c975d5',NULL,1795240800000,1795845600000,NULL,NULL,'',0,1,2,NULL);
CREATE TABLE "memory" (
    "chat" VARCHAR(64) NOT NULL  PRIMARY KEY,
    "flow" VARCHAR(48) NOT NULL,
    "step" VARCHAR(48) NOT NULL,
    "data" TEXT NOT NULL,
    "touched_at" INTEGER NOT NULL
);
INSERT INTO "memory" VALUES('telegram:700006:700006','paid','amount','{"given": {}, "options": [100000], "run": "0f5012", "values": {"customer": 2}}',1795240800000);
INSERT INTO "memory" VALUES('telegram:700005:700005','broadcast','kind','{"given": {}, "options": ["link", "text"], "run": "ac107c", "values": {"operators": [], "packages": [], "statuses": [], "zones": []}}',1795240800000);
CREATE TABLE "message" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "dedupe" VARCHAR(120) NOT NULL UNIQUE,
    "event" VARCHAR(40) NOT NULL,
    "broadcast_id" BIGINT,
    "about" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "channels" VARCHAR(40) NOT NULL,
    "priority" INT NOT NULL,
    "status" VARCHAR(16) NOT NULL  /* READY: ready\nPAUSED: paused\nLEASED: leased\nSENT: sent\nDELIVERED: delivered\nREAD: read\nFAILED: failed\nUNKNOWN: unknown\nDROPPED: dropped */,
    "due_ms" BIGINT NOT NULL,
    "holder" VARCHAR(64) NOT NULL,
    "locked_ms" BIGINT NOT NULL,
    "tries" INT NOT NULL,
    "made_at" INTEGER NOT NULL,
    "settled_at" INTEGER,
    "error" VARCHAR(200) NOT NULL,
    "customer_id" BIGINT REFERENCES "customer" ("id") ON DELETE RESTRICT,
    "operator_id" BIGINT NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT
);
INSERT INTO "message" VALUES(1,'bill:1:made','bill-created',NULL,'{"bill": 1}','','',5,'ready',0,'',0,0,1795240800000,NULL,'',1,2);
INSERT INTO "message" VALUES(2,'bill:2:made','bill-created',NULL,'{"bill": 2}','','',5,'ready',0,'',0,0,1795240800000,NULL,'',2,2);
INSERT INTO "message" VALUES(3,'payment:1:received','payment-received',NULL,'{"payment": 1}','','',1,'ready',0,'',0,0,1795240800000,NULL,'',1,2);
CREATE TABLE "once_token" (
    "digest" VARCHAR(64) NOT NULL  PRIMARY KEY,
    "act" VARCHAR(48) NOT NULL,
    "staff_id" BIGINT,
    "made_at" INTEGER NOT NULL,
    "used_at" INTEGER
);
INSERT INTO "once_token" VALUES('8aa44a4b40b684e4063b2c50b8b8ffa6c16f545a4238a54fa0dbc99c6c3b35c7','flow.confirm',3,1795240800000,1795240800000);
INSERT INTO "once_token" VALUES('5b11e440666d6426ad08ce59a51b53b03e03343a5ec5ff7db18c42330b23cd2f','flow.undo',3,1795240800000,NULL);
INSERT INTO "once_token" VALUES('3f8f65a01490986ba3f3050f7d9efc5c28ab52e6f945a97449019a52c7522f04','billrun.start',1,1795240800000,NULL);
INSERT INTO "once_token" VALUES('f722f892277bfec8b02784d0470e3376ad9c4595145f4218917a22b6bc7961e1','verification.approve',NULL,1795240800000,NULL);
CREATE TABLE "operator" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "code" VARCHAR(32) NOT NULL UNIQUE,
    "path" VARCHAR(200) NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "timezone" VARCHAR(40) NOT NULL,
    "region" VARCHAR(2) NOT NULL,
    "language" VARCHAR(8) NOT NULL,
    "support_phone" VARCHAR(20) NOT NULL,
    "email" VARCHAR(120) NOT NULL,
    "address" VARCHAR(200) NOT NULL,
    "logo" TEXT NOT NULL,
    "parent_id" BIGINT REFERENCES "operator" ("id") ON DELETE RESTRICT
);
INSERT INTO "operator" VALUES(1,'isp','/1/','Nagar Net','BDT','Asia/Dhaka','BD','en','','','','',NULL);
INSERT INTO "operator" VALUES(2,'north','/1/2/','North Net','BDT','Asia/Dhaka','BD','en','','','','',1);
INSERT INTO "operator" VALUES(3,'south','/1/3/','South Net','BDT','Asia/Dhaka','BD','en','','','','',1);
CREATE TABLE "package" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "code" VARCHAR(32) NOT NULL UNIQUE,
    "name" VARCHAR(80) NOT NULL,
    "price_minor" BIGINT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "profile" VARCHAR(64) NOT NULL,
    "kind" VARCHAR(16) NOT NULL  /* PPPOE: pppoe\nSTATIC: static\nDHCP: dhcp\nHOTSPOT: hotspot */,
    "validity_days" INT NOT NULL,
    "active" INT NOT NULL,
    "operator_id" BIGINT REFERENCES "operator" ("id") ON DELETE RESTRICT
);
INSERT INTO "package" VALUES(1,'home','Home',100000,'BDT','10M','pppoe',30,1,NULL);
INSERT INTO "package" VALUES(2,'swift','Swift',150000,'BDT','20M','pppoe',30,1,NULL);
CREATE TABLE "payment" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "fee_minor" BIGINT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "method" VARCHAR(16) NOT NULL  /* CASH: cash\nBANK: bank\nBKASH: bkash\nNAGAD: nagad\nROCKET: rocket\nUPAY: upay\nCARD: card\nONLINE: online\nOTHER: other */,
    "txn_id" VARCHAR(80) NOT NULL,
    "link_id" BIGINT,
    "note" VARCHAR(200) NOT NULL,
    "paid_on" VARCHAR(10) NOT NULL,
    "posted_at" INTEGER NOT NULL,
    "status" VARCHAR(16) NOT NULL  /* POSTED: posted\nREVERSED: reversed */,
    "reversed_at" INTEGER,
    "reversed_by_id" BIGINT,
    "reversed_why" VARCHAR(200) NOT NULL,
    "attempt_id" BIGINT REFERENCES "attempt" ("id") ON DELETE RESTRICT,
    "customer_id" BIGINT NOT NULL REFERENCES "customer" ("id") ON DELETE RESTRICT,
    "gateway_id" BIGINT REFERENCES "gateway" ("id") ON DELETE RESTRICT,
    "operator_id" BIGINT NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT,
    "staff_id" BIGINT REFERENCES "staff" ("id") ON DELETE RESTRICT
, "apart_from" BIGINT);
INSERT INTO "payment" VALUES(1,30000,0,'BDT','cash','',NULL,'','2026-11-21',1795240800000,'posted',NULL,NULL,'',NULL,1,NULL,2,3,NULL);
CREATE TABLE "reach" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "channel" VARCHAR(16) NOT NULL  /* WHATSAPP: whatsapp\nSMS: sms\nEMAIL: email */,
    "address" VARCHAR(120) NOT NULL,
    "heard_at" INTEGER,
    "unreachable_since" INTEGER, "declined_at" INTEGER, "other" VARCHAR(120),
    CONSTRAINT "uid_reach_channel_a56c91" UNIQUE ("channel", "address")
);
CREATE TABLE "remnant" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "name" VARCHAR(64) NOT NULL,
    "address" VARCHAR(64) NOT NULL,
    "kept_at" INTEGER NOT NULL,
    "tries" INT NOT NULL,
    "due_ms" BIGINT NOT NULL,
    "customer_id" BIGINT NOT NULL REFERENCES "customer" ("id") ON DELETE RESTRICT,
    "router_id" BIGINT NOT NULL REFERENCES "router" ("id") ON DELETE RESTRICT
);
CREATE TABLE "router" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "name" VARCHAR(64) NOT NULL UNIQUE,
    "host" VARCHAR(120) NOT NULL,
    "port" INT NOT NULL,
    "tls" INT NOT NULL,
    "fingerprint" VARCHAR(95) NOT NULL,
    "username" VARCHAR(64) NOT NULL,
    "password" TEXT NOT NULL,
    "suspended_profile" VARCHAR(64) NOT NULL,
    "suspended_list" VARCHAR(64) NOT NULL,
    "drop_sessions" INT NOT NULL,
    "watch_only" INT NOT NULL,
    "enabled" INT NOT NULL,
    "operator_id" BIGINT REFERENCES "operator" ("id") ON DELETE RESTRICT
);
INSERT INTO "router" VALUES(1,'core-1','192.0.2.4',8728,0,'','netkhata','gAAAAABrDUO4bM2faAKjk9fx_40PdrwM6x99Ka2hsuk6ws7sOe4wfmoINeBWn9i3RcGlvxj7bp5yQGMHKmqPQH9H8ghPh1WmGyACKYwIDi4hbWEbP0oJHEI=','suspended','suspended',0,0,1,NULL);
CREATE TABLE "router_state" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "reachable" INT,
    "since" INTEGER,
    "misses" INT NOT NULL,
    "hits" INT NOT NULL,
    "checked_at" INTEGER,
    "version" VARCHAR(40) NOT NULL,
    "uptime_seconds" BIGINT NOT NULL,
    "cpu_load" INT NOT NULL,
    "sessions" INT NOT NULL,
    "read_at" INTEGER,
    "rows_read" INT NOT NULL,
    "sessions_read" INT NOT NULL,
    "waiting" INT NOT NULL,
    "released" INT NOT NULL,
    "drift" TEXT NOT NULL,
    "error" VARCHAR(200) NOT NULL,
    "router_id" BIGINT NOT NULL REFERENCES "router" ("id") ON DELETE RESTRICT
, "failed" INT NOT NULL DEFAULT 0, "due_at" INTEGER, "accepted" INT);
CREATE TABLE "search_term" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "word" VARCHAR(40) NOT NULL,
    "customer_id" BIGINT NOT NULL,
    CONSTRAINT "uid_search_term_word_79cee2" UNIQUE ("word", "customer_id")
);
INSERT INTO "search_term" VALUES(1,'karim',2);
INSERT INTO "search_term" VALUES(2,'mia',2);
INSERT INTO "search_term" VALUES(3,'rahim',1);
INSERT INTO "search_term" VALUES(4,'uddin',1);
INSERT INTO "search_term" VALUES(5,'~adin',1);
INSERT INTO "search_term" VALUES(6,'~karim',2);
INSERT INTO "search_term" VALUES(7,'~mia',2);
INSERT INTO "search_term" VALUES(8,'~rahim',1);
CREATE TABLE "search_variant" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "variant" VARCHAR(40) NOT NULL,
    "word" VARCHAR(40) NOT NULL,
    CONSTRAINT "uid_search_vari_variant_472541" UNIQUE ("variant", "word")
);
INSERT INTO "search_variant" VALUES(1,'arim','karim');
INSERT INTO "search_variant" VALUES(2,'kaim','karim');
INSERT INTO "search_variant" VALUES(3,'kari','karim');
INSERT INTO "search_variant" VALUES(4,'karm','karim');
INSERT INTO "search_variant" VALUES(5,'krim','karim');
INSERT INTO "search_variant" VALUES(6,'ia','mia');
INSERT INTO "search_variant" VALUES(7,'ma','mia');
INSERT INTO "search_variant" VALUES(8,'mi','mia');
INSERT INTO "search_variant" VALUES(9,'ahim','rahim');
INSERT INTO "search_variant" VALUES(10,'rahi','rahim');
INSERT INTO "search_variant" VALUES(11,'rahm','rahim');
INSERT INTO "search_variant" VALUES(12,'raim','rahim');
INSERT INTO "search_variant" VALUES(13,'rhim','rahim');
INSERT INTO "search_variant" VALUES(14,'ddin','uddin');
INSERT INTO "search_variant" VALUES(15,'uddi','uddin');
INSERT INTO "search_variant" VALUES(16,'uddn','uddin');
INSERT INTO "search_variant" VALUES(17,'udin','uddin');
CREATE TABLE "search_word" (
    "word" VARCHAR(40) NOT NULL  PRIMARY KEY,
    "customers" INT NOT NULL
);
INSERT INTO "search_word" VALUES('karim',1);
INSERT INTO "search_word" VALUES('mia',1);
INSERT INTO "search_word" VALUES('rahim',1);
INSERT INTO "search_word" VALUES('uddin',1);
INSERT INTO "search_word" VALUES('~adin',1);
INSERT INTO "search_word" VALUES('~karim',1);
INSERT INTO "search_word" VALUES('~mia',1);
INSERT INTO "search_word" VALUES('~rahim',1);
CREATE TABLE "seen_update" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "source" VARCHAR(64) NOT NULL,
    "number" BIGINT NOT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "uid_seen_update_source_abe6de" UNIQUE ("source", "number")
);
INSERT INTO "seen_update" VALUES(1,'telegram:700100',700100001,1795240800000);
INSERT INTO "seen_update" VALUES(2,'telegram:700100',700100002,1795240800000);
INSERT INTO "seen_update" VALUES(3,'telegram:700100',700100003,1795240800000);
INSERT INTO "seen_update" VALUES(4,'telegram:700100',700100004,1795240800000);
INSERT INTO "seen_update" VALUES(5,'telegram:700100',700100005,1795240800000);
INSERT INTO "seen_update" VALUES(6,'telegram:700100',700100006,1795240800000);
INSERT INTO "seen_update" VALUES(7,'telegram:700100',700100007,1795240800000);
INSERT INTO "seen_update" VALUES(8,'telegram:700100',700100008,1795240800000);
CREATE TABLE "service" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "desired" VARCHAR(16) NOT NULL  /* ACTIVE: active\nSUSPENDED: suspended\nABSENT: absent */,
    "profile" VARCHAR(64) NOT NULL,
    "generation" INT NOT NULL,
    "applied" INT NOT NULL,
    "urgent" INT NOT NULL,
    "asked_at" INTEGER NOT NULL,
    "done_at" INTEGER,
    "seen_at" INTEGER,
    "error" VARCHAR(200) NOT NULL,
    "tries" INT NOT NULL,
    "due_ms" BIGINT NOT NULL,
    "held_at" VARCHAR(45),
    "customer_id" BIGINT NOT NULL REFERENCES "customer" ("id") ON DELETE RESTRICT,
    "router_id" BIGINT NOT NULL REFERENCES "router" ("id") ON DELETE RESTRICT
, "target" VARCHAR(64) NOT NULL DEFAULT '', "dials" INT NOT NULL DEFAULT 1);
INSERT INTO "service" VALUES(1,'suspended','10M',2,0,0,1795240800000,NULL,NULL,'',0,0,NULL,2,1,'karim',1);
CREATE TABLE "staff" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "telegram_id" BIGINT  UNIQUE,
    "name" VARCHAR(120) NOT NULL,
    "role" VARCHAR(16) NOT NULL  /* ADMIN: admin\nOPERATOR: operator\nMANAGER: manager\nCOLLECTOR: collector\nNOC: noc\nSUPPORT: support\nACCOUNTANT: accountant\nDISTRIBUTOR: distributor */,
    "zone_ids" TEXT,
    "language" VARCHAR(8) NOT NULL,
    "removed_at" INTEGER,
    "operator_id" BIGINT NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT
);
INSERT INTO "staff" VALUES(1,700005,'Asha','admin',NULL,'en',NULL,1);
INSERT INTO "staff" VALUES(2,700006,'Bina','operator',NULL,'en',NULL,2);
INSERT INTO "staff" VALUES(3,700007,'Chand','collector','[1]','en',NULL,2);
INSERT INTO "staff" VALUES(4,700008,'Dipa','noc',NULL,'en',NULL,1);
INSERT INTO "staff" VALUES(5,700009,'Esha','operator',NULL,'en',NULL,3);
CREATE TABLE "staff_group" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "purpose" VARCHAR(16) NOT NULL  /* ALERTS: alerts\nPAYMENTS: payments\nBROADCASTS: broadcasts\nSUPPORT: support\nREPORTS: reports */,
    "chat_id" BIGINT NOT NULL,
    "thread_id" BIGINT,
    "title" VARCHAR(128) NOT NULL,
    "language" VARCHAR(8) NOT NULL,
    "operator_id" BIGINT NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_staff_group_purpose_c37888" UNIQUE ("purpose", "chat_id")
);
INSERT INTO "staff_group" VALUES(1,'payments',-1001234567890,NULL,'NOC','en',1);
INSERT INTO "staff_group" VALUES(2,'alerts',-1001234567890,NULL,'NOC','en',1);
INSERT INTO "staff_group" VALUES(3,'broadcasts',-1001234567890,NULL,'NOC','en',1);
INSERT INTO "staff_group" VALUES(4,'reports',-1001234567890,NULL,'NOC','en',1);
CREATE TABLE "suspension" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "act" VARCHAR(16) NOT NULL,
    "rule" VARCHAR(32) NOT NULL,
    "figures" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "customer_id" BIGINT NOT NULL REFERENCES "customer" ("id") ON DELETE RESTRICT,
    "staff_id" BIGINT REFERENCES "staff" ("id") ON DELETE RESTRICT
);
INSERT INTO "suspension" VALUES(1,'suspend','by-hand','{}',1795240800000,2,1);
CREATE TABLE "template" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "event" VARCHAR(40) NOT NULL,
    "language" VARCHAR(8) NOT NULL,
    "channel" VARCHAR(16) NOT NULL  /* WHATSAPP: whatsapp\nSMS: sms\nEMAIL: email */,
    "subject" VARCHAR(200) NOT NULL,
    "text" TEXT NOT NULL,
    "operator_id" BIGINT NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_template_operato_183d44" UNIQUE ("operator_id", "event", "language", "channel")
);
CREATE TABLE "tortoise_migrations" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "app" VARCHAR(255) NOT NULL,
    "name" VARCHAR(255) NOT NULL,
    "applied_at" TIMESTAMP NOT NULL,
    CONSTRAINT "uid_tortoise_mi_app_3803a5" UNIQUE ("app", "name")
);
INSERT INTO "tortoise_migrations" VALUES(1,'domain','0001_initial','2026-11-30 09:36:54.000443+00:00');
INSERT INTO "tortoise_migrations" VALUES(2,'domain','0002_promises','2026-11-30 09:36:54.079356+00:00');
INSERT INTO "tortoise_migrations" VALUES(3,'domain','0003_routers','2026-11-30 09:36:54.532647+00:00');
INSERT INTO "tortoise_migrations" VALUES(4,'domain','0004_manners','2026-11-30 09:36:54.715377+00:00');
INSERT INTO "tortoise_migrations" VALUES(5,'domain','0005_askers','2026-11-30 09:36:54.776840+00:00');
INSERT INTO "tortoise_migrations" VALUES(6,'domain','0006_warnings','2026-11-30 09:36:55.010723+00:00');
INSERT INTO "tortoise_migrations" VALUES(7,'domain','0007_transactions','2026-11-30 09:36:55.208626+00:00');
INSERT INTO "tortoise_migrations" VALUES(8,'domain','0008_identities','2026-11-30 09:36:55.364540+00:00');
INSERT INTO "tortoise_migrations" VALUES(9,'domain','0009_widths','2026-11-30 09:36:55.545252+00:00');
INSERT INTO "tortoise_migrations" VALUES(10,'domain','0010_faces','2026-11-30 09:36:55.597913+00:00');
INSERT INTO "tortoise_migrations" VALUES(11,'domain','0011_remnants','2026-11-30 09:36:56.062445+00:00');
INSERT INTO "tortoise_migrations" VALUES(12,'domain','0012_costs','2026-11-30 09:36:56.200744+00:00');
CREATE TABLE "verification" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "kind" VARCHAR(16) NOT NULL  /* MANUAL: manual\nMISMATCH: mismatch\nUNMATCHED: unmatched\nRISK: risk\nBY_HAND: by_hand */,
    "status" VARCHAR(16) NOT NULL  /* SUBMITTED: submitted\nAPPROVED: approved\nREJECTED: rejected */,
    "link_id" BIGINT,
    "txn_id" VARCHAR(80) NOT NULL,
    "sender" VARCHAR(20) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "misfit" TEXT NOT NULL,
    "asked_at" INTEGER NOT NULL,
    "decided_at" INTEGER,
    "reason" VARCHAR(200) NOT NULL,
    "attempt_id" BIGINT REFERENCES "attempt" ("id") ON DELETE RESTRICT,
    "customer_id" BIGINT REFERENCES "customer" ("id") ON DELETE RESTRICT,
    "decided_by_id" BIGINT REFERENCES "staff" ("id") ON DELETE RESTRICT,
    "gateway_id" BIGINT NOT NULL REFERENCES "gateway" ("id") ON DELETE RESTRICT,
    "operator_id" BIGINT NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT
);
INSERT INTO "verification" VALUES(1,'mismatch','submitted',NULL,'BFJ0A1B2C3','',40000,'BDT','[]',1795240800000,NULL,'',NULL,2,NULL,3,2);
CREATE TABLE "zone" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "code" VARCHAR(32) NOT NULL UNIQUE,
    "name" VARCHAR(80) NOT NULL,
    "operator_id" BIGINT NOT NULL REFERENCES "operator" ("id") ON DELETE RESTRICT
);
INSERT INTO "zone" VALUES(1,'mirpur','Mirpur',2);
INSERT INTO "zone" VALUES(2,'uttara','Uttara',2);
INSERT INTO "zone" VALUES(3,'gulshan','Gulshan',3);
CREATE INDEX "idx_operator_path_e1622a" ON "operator" ("path");
CREATE INDEX "idx_search_term_custome_23bf40" ON "search_term" ("customer_id", "word");
CREATE INDEX "idx_audit_at_50be99" ON "audit" ("at");
CREATE INDEX "idx_audit_subject_9dc278" ON "audit" ("subject", "subject_id");
CREATE INDEX "idx_card_subject_7fe67e" ON "card" ("subject");
CREATE INDEX "idx_entry_cause_c244b6" ON "entry" ("cause", "cause_id");
CREATE INDEX "idx_entry_debit_f17f49" ON "entry" ("debit", "debit_of");
CREATE INDEX "idx_entry_credit_f70474" ON "entry" ("credit", "credit_of");
CREATE INDEX "idx_incident_kind_129ddf" ON "incident" ("kind", "subject");
CREATE INDEX "idx_customer_mobile_272313" ON "customer" ("mobile");
CREATE INDEX "idx_customer_usernam_6cb6ec" ON "customer" ("username");
CREATE INDEX "idx_customer_ip_63d3c6" ON "customer" ("ip");
CREATE INDEX "idx_customer_operato_333e08" ON "customer" ("operator_id", "status");
CREATE INDEX "idx_customer_router__0a860d" ON "customer" ("router_id", "id");
CREATE INDEX "idx_customer_zone_id_ac9052" ON "customer" ("zone_id", "id");
CREATE INDEX "idx_bill_run_id_6c5912" ON "bill" ("run_id");
CREATE INDEX "idx_bill_custome_e87657" ON "bill" ("customer_id", "id");
CREATE INDEX "idx_bill_number_2385cf" ON "bill" ("number");
CREATE INDEX "idx_bill_line_bill_id_395ed1" ON "bill_line" ("bill_id");
CREATE INDEX "idx_allocation_bill_id_5e943a" ON "allocation" ("bill_id");
CREATE INDEX "idx_allocation_credit__b0f71f" ON "allocation" ("credit_id");
CREATE INDEX "idx_link_broadca_8c7e6e" ON "link" ("broadcast_id");
CREATE INDEX "idx_link_custome_b7cfc2" ON "link" ("customer_id", "closed_at");
CREATE INDEX "idx_attempt_session_196ad8" ON "attempt" ("session");
CREATE INDEX "idx_message_custome_de032b" ON "message" ("customer_id", "id");
CREATE INDEX "idx_message_broadca_667539" ON "message" ("broadcast_id", "status");
CREATE INDEX "idx_delivery_message_a7ebcb" ON "delivery" ("message_id");
CREATE INDEX "idx_delivery_gateway_c55de0" ON "delivery" ("gateway_id", "provider_id");
CREATE INDEX "idx_payment_custome_143139" ON "payment" ("customer_id", "id");
CREATE INDEX "idx_payment_posted__8afad5" ON "payment" ("posted_at");
CREATE INDEX "idx_payment_staff_i_5480a0" ON "payment" ("staff_id", "posted_at");
CREATE INDEX "idx_payment_txn_id_984cc6" ON "payment" ("txn_id");
CREATE INDEX "idx_service_router__bc8b8f" ON "service" ("router_id", "id");
CREATE INDEX "idx_service_held_at_d957e5" ON "service" ("held_at");
CREATE INDEX "idx_suspension_custome_1d51c0" ON "suspension" ("customer_id", "id");
CREATE INDEX "idx_verificatio_status_ad58c4" ON "verification" ("status", "id");
CREATE UNIQUE INDEX one_bill_per_period ON bill (customer_id, period) WHERE period <> '' AND status <> 'void';
CREATE INDEX open_bills ON bill (customer_id, due_on) WHERE status IN ('unpaid', 'partial');
CREATE INDEX open_bills_due ON bill (due_on, customer_id) WHERE status IN ('unpaid', 'partial');
CREATE INDEX credit_left ON credit (customer_id, id) WHERE left_minor > 0;
CREATE INDEX charge_waiting ON charge (customer_id) WHERE bill_id IS NULL;
CREATE INDEX message_due ON message (priority, due_ms, id) WHERE status = 'ready';
CREATE INDEX message_leased ON message (locked_ms) WHERE status = 'leased';
CREATE INDEX message_troubled ON message (id) WHERE status IN ('unknown', 'failed');
CREATE INDEX delivery_to_ask ON delivery (ask_ms) WHERE ask_ms > 0;
CREATE INDEX inbox_due ON inbox (due_ms, id) WHERE status = 'new';
CREATE INDEX inbox_failed ON inbox (id) WHERE status = 'failed';
CREATE INDEX service_due ON service (router_id, urgent, due_ms, id) WHERE generation <> applied AND generation > 1;
CREATE INDEX service_watched ON service (router_id, id) WHERE urgent;
CREATE INDEX card_due ON card (id) WHERE wanted > shown;
CREATE INDEX card_of_message ON card (chat_id, message_id);
CREATE UNIQUE INDEX one_attempt_per_session ON attempt (gateway_id, session) WHERE session <> '';
CREATE INDEX attempt_polls ON attempt (poll_at) WHERE poll_at IS NOT NULL;
CREATE INDEX attempt_of_link ON attempt (link_id, id) WHERE link_id IS NOT NULL;
CREATE INDEX verification_of_link ON verification (link_id, id) WHERE link_id IS NOT NULL;
CREATE INDEX payment_of_link ON payment (link_id, id) WHERE link_id IS NOT NULL;
CREATE INDEX link_ends ON link (expires_at) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX one_service_per_customer ON service (customer_id);
CREATE UNIQUE INDEX one_payment_per_attempt ON payment (attempt_id);
CREATE UNIQUE INDEX one_token_per_gateway ON gateway_token (gateway_id);
CREATE UNIQUE INDEX one_state_per_router ON router_state (router_id);
CREATE UNIQUE INDEX one_open_incident ON incident (kind, subject) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX one_bank_transaction ON payment (txn_id) WHERE method IN ('bank', 'cash', 'online', 'other') AND txn_id <> '' AND status = 'posted' AND apart_from IS NULL;
CREATE UNIQUE INDEX one_bkash_transaction ON payment (txn_id) WHERE method IN ('bkash', 'cash', 'online', 'other') AND txn_id <> '' AND status = 'posted' AND apart_from IS NULL;
CREATE UNIQUE INDEX one_nagad_transaction ON payment (txn_id) WHERE method IN ('nagad', 'cash', 'online', 'other') AND txn_id <> '' AND status = 'posted' AND apart_from IS NULL;
CREATE UNIQUE INDEX one_rocket_transaction ON payment (txn_id) WHERE method IN ('rocket', 'cash', 'online', 'other') AND txn_id <> '' AND status = 'posted' AND apart_from IS NULL;
CREATE UNIQUE INDEX one_upay_transaction ON payment (txn_id) WHERE method IN ('upay', 'cash', 'online', 'other') AND txn_id <> '' AND status = 'posted' AND apart_from IS NULL;
CREATE UNIQUE INDEX one_card_transaction ON payment (txn_id) WHERE method IN ('card', 'cash', 'online', 'other') AND txn_id <> '' AND status = 'posted' AND apart_from IS NULL;
CREATE INDEX payment_apart ON payment (apart_from) WHERE apart_from IS NOT NULL;
CREATE UNIQUE INDEX one_waiting_verification_per_txn ON verification (gateway_id, txn_id) WHERE status = 'submitted';
CREATE INDEX verification_of_txn ON verification (txn_id);
CREATE INDEX "idx_identity_channel_bf8cd4" ON "identity" ("channel", "phone");
CREATE INDEX customer_of_whatsapp ON customer (whatsapp) WHERE whatsapp <> '';
CREATE INDEX identity_stopped ON identity (channel) WHERE stopped_at IS NOT NULL;
CREATE INDEX "idx_remnant_router__14045f" ON "remnant" ("router_id", "due_ms");
CREATE INDEX "idx_remnant_custome_a8fd5d" ON "remnant" ("customer_id");
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('tortoise_migrations',12);
INSERT INTO "sqlite_sequence" VALUES('operator',3);
INSERT INTO "sqlite_sequence" VALUES('zone',3);
INSERT INTO "sqlite_sequence" VALUES('package',2);
INSERT INTO "sqlite_sequence" VALUES('billing_profile',2);
INSERT INTO "sqlite_sequence" VALUES('router',1);
INSERT INTO "sqlite_sequence" VALUES('staff',5);
INSERT INTO "sqlite_sequence" VALUES('customer',2);
INSERT INTO "sqlite_sequence" VALUES('search_term',8);
INSERT INTO "sqlite_sequence" VALUES('search_variant',17);
INSERT INTO "sqlite_sequence" VALUES('inbox',8);
INSERT INTO "sqlite_sequence" VALUES('staff_group',4);
INSERT INTO "sqlite_sequence" VALUES('audit',7);
INSERT INTO "sqlite_sequence" VALUES('seen_update',8);
INSERT INTO "sqlite_sequence" VALUES('gateway',3);
INSERT INTO "sqlite_sequence" VALUES('bill_run',1);
INSERT INTO "sqlite_sequence" VALUES('bill_counter',1);
INSERT INTO "sqlite_sequence" VALUES('bill',2);
INSERT INTO "sqlite_sequence" VALUES('bill_line',2);
INSERT INTO "sqlite_sequence" VALUES('entry',4);
INSERT INTO "sqlite_sequence" VALUES('message',3);
INSERT INTO "sqlite_sequence" VALUES('card',3);
INSERT INTO "sqlite_sequence" VALUES('payment',1);
INSERT INTO "sqlite_sequence" VALUES('credit',1);
INSERT INTO "sqlite_sequence" VALUES('allocation',1);
INSERT INTO "sqlite_sequence" VALUES('verification',1);
INSERT INTO "sqlite_sequence" VALUES('incident',1);
INSERT INTO "sqlite_sequence" VALUES('link',1);
INSERT INTO "sqlite_sequence" VALUES('attempt',1);
INSERT INTO "sqlite_sequence" VALUES('remnant',0);
INSERT INTO "sqlite_sequence" VALUES('service',1);
INSERT INTO "sqlite_sequence" VALUES('suspension',1);
COMMIT;
