(function () {
  var come = performance.getEntriesByType && performance.getEntriesByType("navigation")[0];
  // Who comes back from the gateway wants to see the page, and not to be sent there again.
  if (come && come.type === "back_forward") return;
  HTMLFormElement.prototype.submit.call(document.getElementById("onward"));
})();
