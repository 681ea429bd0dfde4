// Puts frames into the log. Gradio runs this once, with `element`, `props`, `watch` and `trigger`.
// Only what differs is touched: a token changes one text, a finished reply one bubble.
const log = element.querySelector(".m-log");
const status = element.querySelector(".m-status");
const page = document.documentElement;

let round = ""; // the one that is being put in, its nodes by key, and what stands behind them
let nodes = new Map();
let behind = null;
let spare = new Map(); // nodes of the round before, by message, that may be used again

const nearEnd = () => window.innerHeight + window.scrollY >= page.scrollHeight - 160;
const toEnd = () => window.scrollTo({ top: page.scrollHeight });
const find = (id) => log.querySelector(`[data-id="${CSS.escape(id)}"]`);

function made(key, html) {
  const holder = document.createElement("div");
  holder.innerHTML = html;
  const node = holder.firstElementChild;
  const kept = spare.get(node.dataset.id);
  if (kept?.source === html) return kept;
  node.source = html;
  node.querySelectorAll(".m-director").forEach((line) => (line.open = "director" in page.dataset));
  equip(node);
  return node;
}

function replaced(place, id) {
  if (place === "all") return [...log.children];
  const target = id ? find(id) : null;
  if (!target) return [];
  const gone = place === "after" ? [] : [target];
  if (place === "at") return gone;
  for (let next = target.nextElementSibling; next; next = next.nextElementSibling) {
    if (place === "round" && isYou(next)) break;
    gone.push(next);
  }
  return gone;
}

function begin({ round: id, place: [place, message] }) {
  const gone = replaced(place, message);
  const last = gone[gone.length - 1];
  round = id;
  nodes = new Map();
  behind = last?.nextElementSibling ?? null;
  spare = new Map(gone.map((node) => [node.dataset.id, node]));
  gone.forEach((node) => node.remove());
}

function put(key, html) {
  const old = nodes.get(key);
  if (old?.source === html) return;
  const node = made(key, html);
  if (old) {
    const open = new Set([...old.querySelectorAll("details[open]")].map((line) => line.className));
    node.querySelectorAll("details").forEach((line) => (line.open ||= open.has(line.className)));
    old.replaceWith(node);
  } else {
    log.insertBefore(node, behind?.isConnected ? behind : null);
  }
  nodes.set(key, node);
}

function say({ key, text }) {
  const node = nodes.get(key);
  const said = node.querySelector(".m-said");
  if (said.textContent !== text) said.textContent = text;
  node.classList.toggle("m-typing", !text);
}

// What was sent leaves the box; what was written since stays.
function sent({ place: [place], status }) {
  const [first] = nodes.values();
  const box = document.querySelector("#message textarea");
  if (place !== "end" || !status || !first || !isYou(first) || !box) return;
  const text = first.querySelector(".m-said").textContent;
  if (!box.value.startsWith(text)) return;
  const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
  set.call(box, box.value.slice(text.length)); // as typing does, so that Gradio hears of it
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function show(frame) {
  const follow = nearEnd();
  const other = log.dataset.chat !== frame.chat;
  const focus = document.activeElement?.closest?.(".m-log [data-do]");
  const held = focus && { id: focus.closest("[data-id]")?.dataset.id, deed: focus.dataset.do, variant: focus.dataset.variant };
  if (other) log.replaceChildren();
  log.dataset.chat = frame.chat;
  const begun = other || round !== frame.round;
  if (begun) begin(frame);
  const keys = new Set(frame.entries.map(([key]) => key));
  nodes.forEach((node, key) => keys.has(key) || (node.remove(), nodes.delete(key)));
  frame.entries.forEach(([key, html]) => put(key, html));
  if (begun) sent(frame);
  if (frame.live) say(frame.live);
  if (status.textContent !== frame.status) status.textContent = frame.status;
  page.toggleAttribute("data-answering", frame.status !== "");
  page.toggleAttribute("data-begun", log.childElementCount > 0);
  if (begun || !frame.live) roveToLast();
  if (held && !focus.isConnected && held.id) refocus(held);
  scroll(frame, { begun, follow, other });
}

// A button that was pressed is made anew with its message: it keeps the focus.
function refocus({ id, deed, variant }) {
  const node = find(id);
  const forward = [...(node?.querySelectorAll(`[data-do="${deed}"]`) ?? [])];
  (forward.find((one) => Number(one.dataset.variant) === Number(variant) + 1) ?? forward[0])?.focus({ preventScroll: true });
}

function scroll(frame, { begun, follow, other }) {
  const [place] = frame.place;
  if (other) return log.childElementCount ? toEnd() : undefined;
  if (place !== "end") return;
  const care = [...nodes.values()].find((node) => node.classList.contains("m-care"));
  if (care && frame.status) care.scrollIntoView({ block: "start" }); // not to be pushed out of sight by replies
  else if ((begun && frame.entries.length) || (follow && !care && log.childElementCount)) toEnd();
}

// What was just remembered is taken back; the hint says that it is gone, or why not.
function forget(pressed) {
  if (!pressed) return;
  pressed.disabled = true;
  trigger("act", { do: "forget", id: pressed.dataset.value });
}

watch("value", () => props.value && show(props.value));
element.addEventListener("click", (click) => {
  const pressed = click.target.closest(".m-act");
  if (pressed) act(pressed);
  else if (click.target.closest('[data-event="again"]')) trigger("again");
  else forget(click.target.closest('[data-event="forget"]'));
});
log.addEventListener("keydown", walk);
log.addEventListener("focusin", ({ target }) => target.classList.contains("m-act") && rove(target));
