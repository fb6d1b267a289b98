/* Gives each search box of the admin a name that is read out: Django's select2 names a box by its value alone,
   and an empty box has none. */
"use strict";
{
  const nameOf = (select) => {
    const label = select.labels && select.labels[0];
    return select.getAttribute("aria-label") || (label ? label.textContent.replace(/:\s*$/, "").trim() : select.name);
  };

  const name = (select) => {
    const box = select.parentElement && select.parentElement.querySelector(".select2-selection");
    const value = box && box.querySelector(".select2-selection__rendered");
    if (!value || value.hasAttribute("aria-label")) {
      return;
    }
    box.id = `${value.id}-box`;
    box.setAttribute("aria-label", nameOf(select));
    box.setAttribute("aria-labelledby", `${box.id} ${value.id}`);
    value.setAttribute("aria-label", nameOf(select));
  };

  const nameAll = () => document.querySelectorAll("select.admin-autocomplete.select2-hidden-accessible").forEach(name);

  // select2 makes its boxes when it finds the time, at the start and for each added row.
  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
  nameAll();
}
