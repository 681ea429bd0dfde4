// What can be done to a message: a row of buttons under it, made here so that frames stay small.
// One of them at a time is reached with Tab; the arrow keys lead to all others.
const isYou = (node) => node.classList.contains("m-you");

function equip(node) {
  const { id, shown, cut } = node.dataset;
  const under = node.querySelector(".m-under");
  if (!id || !under) return;
  const who = isYou(node) ? "your message" : `${node.getAttribute("aria-label")}’s message`;
  const row = document.createElement("div");
  row.className = "m-actions";
  row.setAttribute("role", "toolbar");
  row.setAttribute("aria-label", `Actions on ${who}`);
  if (shown) row.append(...flipper(node, shown));
  row.append(button(isYou(node) ? "Answer anew" : "Say anew", "regenerate", "again"));
  if (cut === undefined) row.append(button("Edit", "edit", "edit"), button("Copy", "copy", "copy"));
  row.append(button("Rewind to here", "rewind", "rewind"), button("Branch from here", "branch", "branch"));
  under.append(row);
  if ("edited" in node.dataset) {
    const note = document.createElement("span");
    note.className = "m-edited";
    note.textContent = "edited";
    under.prepend(note);
  }
}

function flipper(node, shown) {
  const [index, total] = shown.split("/").map(Number);
  const what = isYou(node) ? "answers" : "version";
  const count = document.createElement("span");
  count.className = "m-count";
  count.textContent = `${index + 1}/${total}`;
  const before = button(`Previous ${what}`, "choose", "previous");
  const after = button(`Next ${what}`, "choose", "next");
  before.dataset.variant = index - 1;
  after.dataset.variant = index + 1;
  before.ariaDisabled = String(index === 0);
  after.ariaDisabled = String(index === total - 1);
  return [before, count, after];
}

function act(pressed) {
  const node = pressed.closest(".m-turn");
  const { do: deed, variant } = pressed.dataset;
  if (pressed.ariaDisabled === "true") return;
  if (deed === "copy") copy(node, pressed);
  else if (deed === "edit") edit(node);
  else if (deed === "rewind" && node.nextElementSibling) confirmRewind(node);
  else if (deed !== "rewind") trigger("act", { do: deed, id: node.dataset.id, variant: Number(variant ?? 0) });
}

async function copy(node, pressed) {
  const text = node.querySelector(".m-said").textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without a secure origin there is no clipboard; an old way remains.
    const box = document.body.appendChild(document.createElement("textarea"));
    box.value = text;
    box.select();
    document.execCommand("copy");
    box.remove();
    pressed.focus();
  }
  status.textContent = "Copied.";
}

function confirmRewind(node) {
  const gone = [];
  for (let next = node.nextElementSibling; next; next = next.nextElementSibling) if (next.matches(".m-turn, .m-care")) gone.push(next);
  const box = ask(node, gone.length === 1 ? "Remove the message below?" : `Remove the ${gone.length} messages below?`);
  const yes = choice("Remove", "m-primary", () => trigger("act", { do: "rewind", id: node.dataset.id }));
  const no = choice("Keep", "", () => close(box, node, "rewind"));
  box.append(yes, no);
  box.addEventListener("keydown", (key) => key.key === "Escape" && (key.stopPropagation(), close(box, node, "rewind")));
  yes.focus();
}

function ask(node, text) {
  node.querySelector(".m-ask")?.remove();
  const box = document.createElement("div");
  box.className = "m-ask";
  box.setAttribute("role", "group");
  const words = box.appendChild(document.createElement("span"));
  words.textContent = text;
  box.setAttribute("aria-label", text);
  node.querySelector(".m-under").append(box);
  return box;
}

function choice(label, style, then) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: label, className: `m-choice ${style}` });
  made.addEventListener("click", then);
  return made;
}

function close(box, node, deed) {
  box.remove();
  node.querySelector(`[data-do="${deed}"]`)?.focus();
}

// One stop for the Tab key, and the arrows from there.
const stops = (node) => [...node.querySelectorAll(".m-act, .m-under summary")];

function rove(node) {
  log.querySelectorAll('.m-act[tabindex="0"]').forEach((one) => (one.tabIndex = -1));
  if (node) node.tabIndex = 0;
}

function roveToLast() {
  if (log.contains(document.activeElement)) return;
  const rows = log.querySelectorAll(".m-actions");
  rove(rows[rows.length - 1]?.querySelector(".m-act"));
}

function walk(key) {
  const from = key.target.closest(".m-act, .m-under summary");
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key.key];
  const jump = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[key.key];
  if (!from || !(step || jump)) return;
  let turn = from.closest(".m-turn");
  let to;
  if (step) {
    const all = stops(turn);
    to = all[all.indexOf(from) + step];
  } else {
    do turn = turn[jump];
    while (turn && !turn.querySelector(".m-act"));
    to = turn?.querySelector(`[data-do="${from.dataset.do}"]`) ?? turn?.querySelector(".m-act");
  }
  if (!to) return;
  key.preventDefault();
  if (to.classList.contains("m-act")) rove(to);
  to.focus();
  turn.scrollIntoView({ block: "nearest" });
}
