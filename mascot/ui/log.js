// Puts frames into the log. Gradio runs this once, with `element`, `props`, `watch` and `trigger`.
// Only what differs is touched: a token changes one text, a finished reply one bubble.
const log = element.querySelector(".m-log");
const status = element.querySelector(".m-status");
const page = document.documentElement;
const events = ["again"]; // what a [data-event] button in the log may trigger

const nearEnd = () => window.innerHeight + window.scrollY >= page.scrollHeight - 160;
const toEnd = () => window.scrollTo({ top: page.scrollHeight });

function made(key, html) {
  const holder = document.createElement("div");
  holder.innerHTML = html;
  const node = holder.firstElementChild;
  node.dataset.key = key;
  node.source = html;
  node.querySelectorAll(".m-director").forEach((line) => (line.open = "director" in page.dataset));
  return node;
}

function put(key, html, known) {
  const old = known.get(key);
  if (!old) {
    log.append(made(key, html));
  } else if (old.source !== html) {
    const open = new Set([...old.querySelectorAll("details[open]")].map((line) => line.className));
    const node = made(key, html);
    node.querySelectorAll("details").forEach((line) => (line.open ||= open.has(line.className)));
    old.replaceWith(node);
  }
}

function say({ key, text }) {
  const node = log.lastElementChild?.dataset.key === key ? log.lastElementChild : log.querySelector(`[data-key="${key}"]`);
  const said = node.querySelector(".m-said");
  if (said.textContent !== text) said.textContent = text;
  node.classList.toggle("m-typing", !text);
}

function show(frame) {
  const follow = nearEnd();
  if (log.dataset.chat !== frame.chat) log.replaceChildren();
  log.dataset.chat = frame.chat;
  const keys = new Set(frame.entries.map(([key]) => key));
  const known = new Map();
  for (let node = log.lastElementChild; node?.dataset.key.startsWith(`${frame.round}.`); ) {
    const before = node.previousElementSibling;
    if (keys.has(node.dataset.key)) known.set(node.dataset.key, node);
    else node.remove();
    node = before;
  }
  const begun = known.size === 0 && frame.entries.length > 0;
  frame.entries.forEach(([key, html]) => put(key, html, known));
  if (frame.live) say(frame.live);
  status.textContent = frame.status;
  page.toggleAttribute("data-answering", frame.status !== "");
  page.toggleAttribute("data-begun", log.childElementCount > 0);
  const care = log.querySelector(`.m-care[data-key^="${frame.round}."]`);
  if (care && frame.status) care.scrollIntoView({ block: "start" }); // not to be pushed out of sight by replies
  else if (begun || (follow && !care && log.childElementCount)) toEnd();
}

watch("value", () => props.value && show(props.value));
element.addEventListener("click", (click) => {
  const { event } = click.target.closest("[data-event]")?.dataset ?? {};
  if (events.includes(event)) trigger(event);
});
