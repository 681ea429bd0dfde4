// Gradio calls both sidebars' buttons the same; here they are told apart.
function nameSidebar(side, name, tries = 100) {
  const toggle = document.querySelector(`#${side} > .toggle-button`);
  if (toggle) Object.assign(toggle, { ariaLabel: name, title: name });
  else if (tries) setTimeout(nameSidebar, 50, side, name, tries - 1);
}
nameSidebar("left", "Conversations");
nameSidebar("right", "Settings");
