// "@" in the message box offers the members; they are chosen with arrows and Enter or Tab, or a tap.
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s_-]+/gu, "-");
const people = () =>
  [...element.querySelectorAll("[data-member]")].map((one) => ({
    labels: one.dataset.labels.split("\n"),
    style: one.getAttribute("style"),
    emoji: one.querySelector(".m-avatar").textContent,
    role: one.querySelector(".m-role").textContent,
  }));
const WRITTEN = /(?:^|[\s(“"'‘@])@([^@\n]{0,48})$/u;

function mentions(box) {
  const list = document.createElement("ul");
  Object.assign(list, { id: "m-mentions", className: "m-mentions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Members");
  box.closest("#composer").append(list);
  const heard = list.parentElement.appendChild(document.createElement("p"));
  Object.assign(heard, { className: "m-unseen", ariaLive: "polite" });
  // Without the role of a combobox, which a textarea may not have.
  const attributes = { "aria-autocomplete": "list", "aria-controls": list.id, "aria-haspopup": "listbox" };
  Object.entries(attributes).forEach(([name, value]) => box.setAttribute(name, value));
  let chosen = 0;

  const written = () => WRITTEN.exec(box.value.slice(0, box.selectionStart))?.[1];

  function fitting(text) {
    const sought = fold(text);
    const group = people();
    // A name that is written in full needs no list: Enter sends.
    if (group.some(({ labels }) => labels.some((label) => sought.replace(/-$/, "") === fold(label)))) return [];
    return group.filter(({ labels }) => labels.some((label) => `-${fold(label)}`.includes(`-${sought}`)));
  }

  function hide() {
    list.hidden = true;
    heard.textContent = "";
    box.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    const all = [...list.children];
    chosen = (index + all.length) % all.length;
    all.forEach((one, i) => one.setAttribute("aria-selected", String(i === chosen)));
    box.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  }

  function offer() {
    const text = written();
    const found = text === undefined ? [] : fitting(text);
    if (!found.length) return hide();
    list.replaceChildren(...found.map(option));
    list.hidden = false;
    heard.textContent = found.length === 1 ? `One member: ${found[0].labels[0]}. Enter takes it.` : `${found.length} members, to choose with the arrow keys.`;
    mark(0);
  }

  function option({ labels: [name], style, emoji, role }, index) {
    const made = document.createElement("li");
    Object.assign(made, { id: `m-mention-${index}`, className: "m-mention", dir: "auto" });
    made.setAttribute("role", "option");
    made.setAttribute("style", style);
    made.dataset.name = name;
    for (const [style, text] of [["m-avatar", emoji], ["m-name", name], ["m-role", role]]) {
      const part = made.appendChild(document.createElement("span"));
      part.className = style;
      part.textContent = text;
      if (style === "m-avatar") part.ariaHidden = "true";
    }
    made.addEventListener("pointerdown", (press) => (press.preventDefault(), take(name)));
    return made;
  }

  function take(name) {
    const end = box.selectionStart;
    const from = end - written().length;
    box.setRangeText(`${name} `, from, end, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    hide();
  }

  function steer(key) {
    if (list.hidden || key.isComposing) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[key.key];
    if (move) mark(chosen + move);
    else if (key.key === "Escape") hide();
    else if ((key.key === "Enter" && !key.shiftKey) || (key.key === "Tab" && !key.shiftKey)) take(list.children[chosen].dataset.name);
    else return;
    key.preventDefault();
    key.stopImmediatePropagation();
  }

  box.addEventListener("keydown", steer, true);
  box.addEventListener("input", offer);
  box.addEventListener("click", offer);
  box.addEventListener("blur", hide);
}

// The message box is Gradio's own and may come after this.
function equipBox() {
  const box = document.querySelector("#message textarea");
  if (!box) return requestAnimationFrame(equipBox);
  if (!box.hasAttribute("aria-controls")) mentions(box);
}
equipBox();

// Escape stops, from wherever one is.
document.addEventListener("keydown", (key) => {
  const answering = "answering" in document.documentElement.dataset;
  if (key.key === "Escape" && answering && !key.defaultPrevented) document.querySelector("#stop")?.click();
});
