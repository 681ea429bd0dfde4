// Drawings for buttons, in the text's colour.
const ICONS = {
  again: "M19 12a7 7 0 1 1-2-5M17 3v4h-4",
  branch: "M7 20V4M7 15c0-5 10-3 10-9M14 8l3-3 3 3",
  copy: "M9 9h10v11H9zM5 15V4h10",
  edit: "M4 20v-4L16 4l4 4L8 20zM13 7l4 4",
  next: "M9 5l7 7-7 7",
  previous: "M15 5l-7 7 7 7",
  rewind: "M4 9h11a5 5 0 0 1 0 10H9M8 5 4 9l4 4",
};

function button(label, name, icon) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", title: label, className: "m-act", tabIndex: -1 });
  made.setAttribute("aria-label", label);
  made.dataset.do = name;
  made.innerHTML = `<svg class="m-icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[icon]}"/></svg>`;
  return made;
}
