// The row of members: each can be asked to speak, and muted.
const events = ["speak", "mute"];
let held = null;
element.addEventListener("click", (click) => {
  const { event, value } = click.target.closest("[data-event]")?.dataset ?? {};
  if (!events.includes(event)) return;
  held = [event, value]; // the row is made anew: the button that was pressed keeps the focus
  trigger(event, { value });
});
watch("value", () => {
  const [event, value] = held ?? [];
  held = null;
  if (document.activeElement === document.body && event)
    element.querySelector(`[data-event="${event}"][data-value="${CSS.escape(value)}"]`)?.focus();
});
