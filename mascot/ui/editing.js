// A message's words in a box of their own, where they stand.
function edit(node) {
  if (node.querySelector(".m-edit")) return;
  const said = node.querySelector(".m-said");
  const form = document.createElement("form");
  form.className = "m-edit";
  const box = form.appendChild(document.createElement("textarea"));
  box.value = said.textContent;
  box.setAttribute("aria-label", isYou(node) ? "Your message" : `${node.getAttribute("aria-label")}’s words`);
  box.dir = "auto";
  const fit = () => {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  };
  const done = (again) => {
    if (!box.value.trim()) return box.focus();
    trigger("act", { do: "edit", id: node.dataset.id, text: box.value, again });
    leave();
  };
  const leave = () => {
    form.remove();
    node.classList.remove("m-editing");
    node.querySelector('[data-do="edit"]')?.focus();
  };
  const buttons = form.appendChild(document.createElement("div"));
  buttons.className = "m-ask";
  if (isYou(node)) buttons.append(choice("Save and ask again", "m-primary", () => done(true)));
  buttons.append(choice("Save", isYou(node) ? "" : "m-primary", () => done(false)), choice("Cancel", "", leave));
  form.addEventListener("submit", (event) => event.preventDefault());
  box.addEventListener("input", fit);
  box.addEventListener("keydown", (key) => {
    if (key.key === "Escape") {
      key.stopPropagation();
      leave();
    } else if (key.key === "Enter" && !key.shiftKey && !key.isComposing) {
      key.preventDefault();
      done(isYou(node));
    }
  });
  node.classList.add("m-editing");
  said.after(form);
  fit();
  box.focus();
}
