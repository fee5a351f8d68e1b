/* Asks the device for a passkey and sends what it gives; forms go where there is nothing to ask. */
(function () {
  "use strict";

  var canAsk = window.PublicKeyCredential && window.webauthnJSON;

  async function options(form) {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    var answer = await fetch(form.dataset.ask, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options;
  }

  async function credential(form) {
    var asked = await options(form);
    if (form.dataset.passkey === "get") return window.webauthnJSON.get(asked);
    // A passkey that logs in by itself has to be kept by the device and guarded by a finger, a face or a number.
    var alone = form.elements.passwordless && form.elements.passwordless.checked;
    var selection = asked.publicKey.authenticatorSelection;
    selection.residentKey = alone ? "required" : "discouraged";
    selection.requireResidentKey = !!alone;
    if (alone) selection.userVerification = "required";
    return window.webauthnJSON.create(asked);
  }

  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    form.hidden = !canAsk;
    form.addEventListener("submit", async function (event) {
      event.preventDefault();
      var failed = form.querySelector("[data-passkey-failed]");
      var address = form.querySelector("[data-passkey-address]");
      failed.hidden = address.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await credential(form));
        form.submit();
      } catch (refusal) {
        (/^[\d.]+$|:/.test(location.hostname) ? address : failed).hidden = false;
      }
    });
  });
})();
