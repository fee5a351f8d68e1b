/* Small comforts. Every page works without them. */
(function () {
  "use strict";

  var unsaved = false;
  var words = new Map(); // what stood on each button that is now busy

  // Which fields count as unsaved work: those of a form marked data-guard.
  document.addEventListener("input", function (event) {
    if (event.target.closest("form[data-guard]")) unsaved = true;
  });

  window.addEventListener("beforeunload", function (event) {
    if (unsaved) event.preventDefault();
  });

  // A second press sends nothing twice. A form marked data-keep-open answers with a file: its page stays, so its buttons do.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented) return;
    if (form.matches("[data-guard]")) unsaved = false;
    if (form.matches("[data-keep-open]")) return;
    var button = event.submitter;
    if (!button || !button.matches(".btn")) return;
    // Later, because a disabled button's own value would not be sent.
    setTimeout(function () {
      words.set(button, Array.from(button.childNodes));
      button.replaceChildren(document.body.dataset.working);
      button.setAttribute("aria-busy", "true");
      button.disabled = true;
    });
  });

  // Coming back with the browser's Back button shows the page as it was left: make it usable again.
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    words.forEach(function (nodes, button) {
      button.replaceChildren.apply(button, nodes);
      button.removeAttribute("aria-busy");
      button.disabled = false;
    });
    words.clear();
  });

  // The slash leads to the search, unless somebody is typing or has switched the keys off.
  document.addEventListener("keydown", function (event) {
    var search = document.getElementById("head-search");
    var typing = event.target.matches("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || !search || !search.offsetParent || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/(?:^|; )cockpit_keys=off/.test(document.cookie)) return;
    event.preventDefault();
    search.focus();
  });

  // The frame around an upload field takes a dropped file.
  ["dragover", "dragleave", "drop"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      var zone = event.target.closest && event.target.closest(".dropzone");
      if (!zone) return;
      event.preventDefault();
      zone.classList.toggle("is-over", kind === "dragover");
      if (kind !== "drop") return;
      var field = zone.querySelector("input[type=file]");
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });

  // A button marked data-copy copies a field; it shows itself only where that is possible.
  document.querySelectorAll("button[data-copy]").forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value).then(function () {
        button.textContent = button.dataset.copied;
      });
    });
  });
})();
