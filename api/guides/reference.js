"use strict";
// What the renderer leaves unnamed to those who listen to a page: told here, whenever it draws something anew.
(() => {
  const given = [
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
  const mend = () => {
    const contract = document.getElementById("contract");
    for (const [selector, attributes] of given) {
      for (const element of contract.querySelectorAll(selector)) {
        for (const [name, value] of Object.entries(attributes)) set(element, name, value);
      }
    }
    // Each parameter's field has the parameter's name.
    for (const row of contract.querySelectorAll("tr[data-param-name]")) {
      for (const field of row.querySelectorAll("input, select, textarea")) {
        set(field, "aria-label", row.dataset.paramName);
      }
    }
    // A link inside of a button can't be told from it; the button opens the same.
    for (const link of contract.querySelectorAll(".opblock-summary-control a[href]")) link.removeAttribute("href");
    // What a button is called begins with what is written on it.
    for (const button of contract.querySelectorAll(".modal-ux .modal-btn")) {
      set(button, "aria-label", `${button.textContent}: sign in with this`);
    }
  };
  new MutationObserver(mend).observe(document.getElementById("contract"), { childList: true, subtree: true });
})();
