const root = document.documentElement;
for (const [id, name, values, words] of [
  ["scale", "scale", ["paper", "unit"], ["Scale: × 20, as the paper", "Scale: 0 to 100"]],
  ["theme", "theme", ["", "light", "dark"], ["Theme: system", "Theme: light", "Theme: dark"]],
]) {
  const button = document.getElementById(id);
  let at = 0;
  button.hidden = false;
  button.addEventListener("click", () => {
    at = (at + 1) % values.length;
    if (values[at]) root.dataset[name] = values[at]; else delete root.dataset[name];
    button.textContent = words[at];
  });
}
