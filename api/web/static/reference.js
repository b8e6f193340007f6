"use strict";
// Swagger UI leaves regions, fields and dialogs without names for screen readers: add them whenever it draws something.
(() => {
  const ATTRIBUTES = [
    [".information-container", { role: "region", "aria-label": "About the contract" }],
    [".scheme-container", { role: "region", "aria-label": "Server and sign-in" }],
    [".filter-container", { role: "region", "aria-label": "Filter" }],
    ["main#operations", { "aria-label": "Operations" }],
    ["#servers", { "aria-label": "Server" }],
    [".operation-filter-input", { "aria-label": "Filter by tag or path" }],
    [".opblock-tag", { "aria-level": "2" }],
    [".opblock h4, .opblock h5, .models h4, .dialog-ux h4, .dialog-ux h5, .dialog-ux h6", { "aria-level": "3" }],
    [".dialog-ux h3", { "aria-level": "2" }],
    [".body-param__text", { "aria-label": "Body of the request" }],
    [".close-modal", { "aria-label": "Close" }],
    [".modal-ux", { role: "dialog", "aria-modal": "true", "aria-label": "Sign in" }],
    [".responses-table", { role: "table" }],
    [".responses-wrapper pre, .body-param pre, .highlight-code pre", { tabindex: "0" }],
  ];
  const set = (element, name, value) => {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };
  const addNames = () => {
    const reference = document.getElementById("content");
    for (const [selector, attributes] of ATTRIBUTES) {
      for (const element of reference.querySelectorAll(selector)) {
        for (const [name, value] of Object.entries(attributes)) set(element, name, value);
      }
    }
    // A parameter's input is labelled with the parameter's name.
    for (const row of reference.querySelectorAll("tr[data-param-name]")) {
      for (const field of row.querySelectorAll("input, select, textarea")) {
        set(field, "aria-label", row.dataset.paramName);
      }
    }
    // A link within a button is not reachable as such; the button does the same.
    for (const link of reference.querySelectorAll(".opblock-summary-control a[href]")) link.removeAttribute("href");
    // A button's accessible name begins with its visible text.
    for (const button of reference.querySelectorAll(".modal-ux .modal-btn")) {
      set(button, "aria-label", `${button.textContent}: sign in with this`);
    }
  };
  new MutationObserver(addNames).observe(document.getElementById("content"), { childList: true, subtree: true });
})();
