/* The reviewer's page by keyboard. Every key presses a button that is on the page; without this file the buttons remain. */
(function () {
  "use strict";

  var lanes = document.getElementById("lanes");
  var returning = document.getElementById("return-dialog");
  var help = document.getElementById("keys-help");
  var notStored = document.getElementById("not-stored");
  var keysSwitch = document.getElementById("keys-switch");
  var helpButton = document.getElementById("keys-help-button");
  var current = null; // the id of the row the keys act on
  var waited = false; // whether it waited for a decision when it was chosen
  var place = 0; // where it stands among the stops
  var keysOn = !/(?:^|; )cockpit_keys=off/.test(document.cookie);

  function stops() {
    return Array.from(lanes.querySelectorAll("[data-stop]:not([data-busy])"));
  }

  function select(row, quietly) {
    lanes.querySelectorAll("[aria-current]").forEach(function (other) { other.removeAttribute("aria-current"); });
    current = row ? row.id : null;
    if (!row) return;
    place = stops().indexOf(row);
    waited = row.hasAttribute("data-waits");
    row.setAttribute("aria-current", "true");
    if (!quietly) row.focus({ preventScroll: true });
    if (!quietly) row.scrollIntoView({ block: "nearest" });
  }

  // After rows came and went: the same row if it still waits here, otherwise the next that waits.
  function settle(quietly) {
    var all = stops();
    var same = current && document.getElementById(current);
    if (same && all.includes(same) && (same.hasAttribute("data-waits") || !waited)) return select(same, true);
    var waiting = all.filter(function (row) { return row.hasAttribute("data-waits"); });
    select(waiting.find(function (row) { return all.indexOf(row) >= place; }) || waiting[waiting.length - 1] || all[0], quietly);
  }

  function step(by) {
    var all = stops();
    var at = all.findIndex(function (row) { return row.id === current; });
    select(all[Math.max(0, Math.min(all.length - 1, at + by))]);
  }

  // A decided row is left at once, so that the next key is for the next row; the answer may come later.
  function leave(row) {
    place = stops().indexOf(row);
    together(row).forEach(function (each) { each.setAttribute("data-busy", ""); });
    settle();
  }

  // The bar of the clean lane stands for all its rows.
  function together(row) {
    return row.id === "approve-clean" ? [row].concat(Array.from(document.querySelectorAll("#lane-clean > li"))) : [row];
  }

  function openReturn(link) {
    var form = returning.querySelector("form");
    form.reset();
    var row = link.closest("[data-stop]");
    var approve = row.querySelector("[name=approve]");
    form.action = approve.formAction;
    form.elements.version.value = approve.value;
    form.dataset.row = row.id;
    document.getElementById("return-unit").textContent = row.querySelector(".team-unit a").textContent;
    returning.showModal();
    form.elements.usual[0].focus();
  }

  function sendReturn(form) {
    var row = document.getElementById(form.dataset.row);
    var values = formValues(form);
    returning.close(); // first: it gives the focus back to the row, which then hands it on
    // Asked from the row itself: requests of one element wait for one another, those of different rows do not.
    htmx.ajax("POST", form.action, { source: row.querySelector("[data-return]"), swap: "none", values: values });
  }

  function formValues(form) {
    var values = {};
    new FormData(form).forEach(function (value, name) { values[name] = (values[name] || []).concat(value); });
    return values;
  }

  function press(key) {
    var row = current && document.getElementById(current);
    var button = key === "u" ? document.querySelector("#outbox li:not([data-busy]) button") : row && row.querySelector("[data-key=" + key + "]");
    if (button) button.click();
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("[data-return]");
    var closer = event.target.closest("[data-close]");
    if (link) {
      event.preventDefault();
      openReturn(link);
    }
    if (closer) closer.closest("dialog").close();
    var row = event.target.closest("[data-stop]");
    if (row && !event.target.closest("a, button")) select(row, true);
  });

  returning.querySelector("form").addEventListener("submit", function (event) {
    event.preventDefault();
    sendReturn(event.target);
  });

  document.addEventListener("keydown", function (event) {
    if (!keysOn || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    var key = event.key.toLowerCase();
    var typing = event.target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
    if (returning.open) {
      var chip = typing ? null : returning.querySelectorAll("[name=usual]")[Number(key) - 1];
      if (!chip || !chip.value) return;
      event.preventDefault();
      chip.checked = true;
      sendReturn(returning.querySelector("form"));
      return;
    }
    if (typing || help.open) return;
    var acts = {
      j: function () { step(1); }, k: function () { step(-1); }, a: function () { press("a"); }, r: function () { press("r"); },
      u: function () { press("u"); }, "?": function () { help.showModal(); },
    };
    if (!acts[key]) return;
    event.preventDefault();
    acts[key]();
  });

  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.detail.requestConfig.verb !== "post") return;
    notStored.hidden = true;
    var row = event.detail.elt.closest("[data-stop]");
    var act = event.detail.elt.closest("#outbox li");
    if (row) leave(row);
    if (act) act.setAttribute("data-busy", "");
  });

  document.addEventListener("htmx:afterRequest", function (event) {
    var row = event.detail.elt.closest("[data-stop]");
    if (event.detail.requestConfig.verb === "post") {
      notStored.hidden = event.detail.successful || event.detail.xhr.status === 422;
      if (row) together(row).forEach(function (each) { each.removeAttribute("data-busy"); });
    }
    // A button that went away with its row or act leaves the focus nowhere.
    settle(document.activeElement !== document.body);
    if (document.activeElement === document.body && current) document.getElementById(current).focus({ preventScroll: true });
  });

  function showSwitch() {
    keysSwitch.setAttribute("aria-pressed", String(keysOn));
    document.body.classList.toggle("keys-on", keysOn);
  }

  keysSwitch.addEventListener("click", function () {
    keysOn = !keysOn;
    document.cookie = "cockpit_keys=" + (keysOn ? "on" : "off") + "; path=/; max-age=31536000; SameSite=Lax";
    showSwitch();
  });
  helpButton.addEventListener("click", function () { help.showModal(); });

  keysSwitch.hidden = helpButton.hidden = false;
  showSwitch();
  settle(true);
})();
