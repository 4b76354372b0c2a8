"use strict";
const $ = (id) => document.getElementById(id);
const chosen = { person: null, group: null, phone: "", find: "" };
let world = null;
let drawn = {};

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const post = async (path, body) => {
  const answer = await fetch(path, { method: "POST", body: JSON.stringify(body) });
  return answer.ok ? answer.json() : {};
};

const toast = (text) => {
  if (!text) return;
  $("toast").textContent = text;
  $("toast").classList.add("shown");
  setTimeout(() => $("toast").classList.remove("shown"), 4000);
};

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "code", blockquote: "i" };

const formatted = (text, entities = []) => {
  const holder = document.createDocumentFragment();
  const outer = entities.filter((one) => TAGS[one.type] || one.type === "text_link").sort((a, b) => a.offset - b.offset);
  let at = 0;
  for (const one of outer) {
    if (one.offset < at) continue;
    holder.append(text.slice(at, one.offset));
    const inside = text.slice(one.offset, one.offset + one.length);
    holder.append(one.url ? make("a", { href: one.url, target: "_blank", textContent: inside }) : make(TAGS[one.type], { textContent: inside }));
    at = one.offset + one.length;
  }
  holder.append(text.slice(at));
  return holder;
};

const linked = (text) => {
  const holder = document.createDocumentFragment();
  for (const part of text.split(/(https?:\/\/\S+)/)) {
    holder.append(/^https?:/.test(part) ? make("a", { href: part, target: "_blank", textContent: part }) : part);
  }
  return holder;
};

const bold = (text) => {
  const holder = document.createDocumentFragment();
  for (const part of text.split(/(\*[^*\n]+\*)/)) {
    holder.append(/^\*.+\*$/.test(part) ? make("b", { textContent: part.slice(1, -1) }) : linked(part));
  }
  return holder;
};

const keys = (chat, message) => {
  const rows = message.reply_markup?.inline_keyboard ?? message.below;
  if (!rows) return "";
  return make("div", { className: "keys" }, ...rows.map((row) => make("div", {}, ...row.map((key) => {
    if (key.url) return make("a", { href: key.url, target: "_blank", textContent: key.text });
    if (key.copy_text) return make("button", { textContent: key.text, onclick: () => toast(key.copy_text.text) });
    return make("button", {
      textContent: key.text,
      onclick: async () => toast((await post("/tap", { person: chosen.person, chat: chat.id, message: message.message_id, data: key.callback_data ?? key.text, below: Boolean(message.below) })).text),
    });
  }))));
};

const bubble = (chat, message) => {
  const mine = !message.from?.is_bot;
  const box = make("div", { className: mine ? "bubble mine" : "bubble" });
  if (!chat.private) box.append(make("span", { className: "who", textContent: message.from?.first_name ?? "" }));
  const file = `/chat-file/${chat.id}/${message.message_id}`;
  if (message.photo) box.append(make("img", { src: file, alt: "" }));
  box.append(formatted(message.text ?? message.caption ?? "", message.entities ?? message.caption_entities));
  if (message.document) box.append(make("a", { className: "file", href: file, target: "_blank", textContent: `📄 ${message.document.file_name}` }));
  box.append(keys(chat, message));
  return box;
};

const show = (place, boxes, fingerprint) => {
  if (drawn[place.id] === fingerprint) return;
  const atEnd = place.scrollHeight - place.scrollTop - place.clientHeight < 60 || !drawn[place.id];
  const grew = (drawn[place.id + "-count"] ?? 0) < boxes.length;
  drawn[place.id] = fingerprint;
  drawn[place.id + "-count"] = boxes.length;
  place.replaceChildren(...boxes);
  if (atEnd || grew) place.scrollTop = place.scrollHeight;
};

const tabs = (place, items, picked, pick) => {
  place.replaceChildren(...items.map((item) => {
    const button = make("button", { ariaPressed: String(item.id === picked), onclick: () => { pick(item.id); draw(); } }, item.name);
    if (item.role) button.append(" ", make("small", { textContent: item.role }));
    return button;
  }));
};

const drawStaff = () => {
  tabs($("people"), world.people, chosen.person, (id) => { chosen.person = id; });
  const chat = world.chats.find((one) => one.private && one.id === chosen.person) ?? { id: chosen.person, private: true, messages: [] };
  show($("staff-chat"), chat.messages.map((message) => bubble(chat, message)), JSON.stringify([chosen.person, chat.messages]));
  if (!$("lines").children.length) {
    $("lines").replaceChildren(...world.lines.map((line) => make("button", { type: "button", textContent: line, onclick: () => say(line) })));
  }
};

const drawGroups = () => {
  const groups = world.chats.filter((one) => !one.private);
  chosen.group ??= groups[0]?.id;
  tabs($("groups"), groups.map((one) => ({ id: one.id, name: one.title })), chosen.group, (id) => { chosen.group = id; });
  const chat = groups.find((one) => one.id === chosen.group);
  if (chat) show($("group-chat"), chat.messages.map((message) => bubble(chat, message)), JSON.stringify([chat.id, chat.messages]));
};

const tappable = (message, choice) => {
  if (choice.url) return make("a", { href: choice.url, target: "_blank", textContent: choice.title });
  const tap = () => post("/phone/tap", { number: chosen.phone, message: message.id, choice: choice.id });
  return make("button", { textContent: choice.title, onclick: tap });
};

const drawPhone = () => {
  tabs($("customers"), world.customers.map((one) => ({ id: one.number, name: one.name })), chosen.phone, (id) => { chosen.phone = id; refresh(); });
  const boxes = world.phone.messages.map((one) => {
    const box = make("div", { className: `bubble ${one.channel}` }, make("span", { className: "channel", textContent: one.channel.toUpperCase() }), "\n", one.channel === "whatsapp" ? bold(one.text) : linked(one.text));
    for (const paper of one.papers) box.append("\n", make("a", { className: "file", href: paper.url, target: "_blank", textContent: `📄 ${paper.name}` }));
    if (one.choices.length) box.append(make("div", { className: "keys" }, ...one.choices.map((choice) => make("div", {}, tappable(one, choice)))));
    box.append(make("span", { className: "at", textContent: one.at.slice(11, 16) }));
    return box;
  });
  if (!boxes.length) boxes.push(make("p", { className: "hint", textContent: chosen.phone ? "Nothing has come yet." : "Pick a customer above." }));
  show($("phone"), boxes, JSON.stringify(world.phone));
};

const drawRouters = () => {
  $("routers").replaceChildren(...world.routers.map((router) => {
    const counts = Object.entries(router.counts).map(([service, count]) => `${count} ${service}`).join(", ");
    const head = make("h3", {}, router.name, make("span", { className: router.powered ? "" : "off", textContent: router.powered ? counts : "down" }));
    const rows = router.sessions.map((one) => make("tr", { className: one.picked ? "picked" : "" },
      make("td", { textContent: one.name }), make("td", { textContent: one.address }),
      make("td", { textContent: one.profile }), make("td", { className: one.service, textContent: one.service })));
    return make("div", { className: "router" }, head, make("table", {}, make("tbody", {}, ...rows)));
  }));
};

const drawLevers = () => {
  const fingerprint = JSON.stringify(world.levers);
  if (drawn.levers === fingerprint) return;
  drawn.levers = fingerprint;
  const groups = [...new Set(world.levers.map((lever) => lever.group))];
  $("levers").replaceChildren(...groups.map((group) => make("fieldset", {}, make("legend", { textContent: group }),
    ...world.levers.filter((lever) => lever.group === group).map((lever) => {
      const button = make("button", { textContent: lever.label, onclick: async () => { button.disabled = true; await post("/pull", { name: lever.name }); refresh(); } });
      if (lever.on !== null) button.ariaPressed = String(lever.on);
      return button;
    }))));
};

const draw = () => {
  if (!world) return;
  chosen.person ??= world.people[0]?.id;
  const time = new Date(world.clock);
  $("clock").textContent = time.toLocaleString("en-GB", { timeZone: "Asia/Dhaka", weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
  drawStaff(); drawGroups(); drawPhone(); drawRouters(); drawLevers();
};

let asking = false, again = false;
const refresh = async () => {
  if (asking) { again = true; return; }
  asking = true;
  try {
    do {
      again = false;
      const query = new URLSearchParams({ phone: chosen.phone, find: chosen.find });
      world = await (await fetch(`/state?${query}`)).json();
      draw();
    } while (again);
  } finally { asking = false; }
};

const say = (text) => post("/say", { person: chosen.person, chat: chosen.person, text });
$("say").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = event.target.elements.text;
  if (field.value.trim()) say(field.value.trim());
  field.value = "";
});
$("write").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = event.target.elements.text;
  if (field.value.trim() && chosen.phone) post("/phone/say", { number: chosen.phone, text: field.value.trim() });
  field.value = "";
});
$("find").addEventListener("input", (event) => { chosen.find = event.target.value; refresh(); });
new EventSource("/events").onmessage = refresh;
refresh();
setInterval(refresh, 5000);
